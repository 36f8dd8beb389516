// What DynamoDB and the language say a table does, written down a second time: values compared by
// type, composed keys, ranges on attributes and on parts. No code of the product is used here.

export const compareText = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));

// The one form of a value in which equal ones are equal, and with which they sort.
export function normal({ type, format }, text) {
    if (format === 'timestamp') return new Date(text).toISOString();
    if (type === 'number') return Number(text) + 0;
    if (type === 'binary') return Buffer.from(text, 'base64').toString('base64');
    return text;
}

export function compare({ type }, a, b) {
    if (type === 'number') return a - b;
    if (type === 'binary') return Buffer.compare(Buffer.from(a, 'base64'), Buffer.from(b, 'base64'));
    return compareText(a, b);
}

// A key attribute is { name, type, format } or { name, template: [literal, part, literal, …] }.
export const leavesOf = (attribute) =>
    attribute.template ? attribute.template.filter((_, at) => at % 2 === 1) : [attribute];

// The composed text; undefined when a part is missing, null when one holds the literal that ends it.
export function composed(template, values) {
    let text = template[0];

    if (leavesOf({ template }).some(({ name }) => values[name] === undefined)) return undefined;
    for (let at = 1; at < template.length; at += 2) {
        const value = values[template[at].name], literal = template[at + 1];

        if (literal !== '' && (value + literal).indexOf(literal) !== value.length) return null;
        text += value + literal;
    }
    return text;
}

// The value by which an item is filed under the attribute; undefined: it has none; null: it cannot.
export const valueOf = (attribute, item) =>
    (attribute.template ? composed(attribute.template, item) : item[attribute.name]);

const keyOf = (table, item) => JSON.stringify([table.partition, table.sort].filter(Boolean)
    .map((attribute) => valueOf(attribute, item)));

export class Table {
    constructor(shape) {
        this.shape = shape;
        this.items = new Map();
    }

    // The status that create answers.
    create(item) {
        const { partition, sort, indexes } = this.shape;
        const key = [partition, sort].filter(Boolean);

        if (key.some((attribute) => valueOf(attribute, item) == null)) return 400;
        for (const index of indexes)
            for (const attribute of [index.partition, index.sort])
                if (attribute && valueOf(attribute, item) === null) return 400;
        if (this.items.has(keyOf(this.shape, item))) return 409;
        this.items.set(keyOf(this.shape, item), item);
        return 201;
    }

    // All that the conditions let through; those of a Query in order, with what they were sorted by.
    list(target, bounds, filters) {
        const passes = (item) => bounds.every((bound) => bound(item)) && filters.every((one) => one(item));
        const held = [...this.items.values()].filter((item) => [target.partition, target.sort]
            .filter(Boolean).every((attribute) => valueOf(attribute, item) != null));

        return held.filter(passes);
    }
}

// The predicate of one leaf: { match, low, high } with normal values, absent ends undefined.
export function range(leaf, { match, low, high }) {
    const order = (item, value) => compare(leaf, item[leaf.name], value);

    switch (match) {
    case 'equals': return (item) => order(item, low) === 0;
    case 'after': return (item) => order(item, low) > 0;
    case 'before': return (item) => order(item, high) < 0;
    case 'prefix': return leaf.type === 'binary'
        ? (item) => Buffer.from(item[leaf.name], 'base64')
            .subarray(0, Buffer.from(low, 'base64').length).equals(Buffer.from(low, 'base64'))
        : (item) => item[leaf.name].startsWith(low);
    default: return (item) => (low === undefined || order(item, low) >= 0) &&
        (high === undefined || order(item, high) <= 0);
    }
}
