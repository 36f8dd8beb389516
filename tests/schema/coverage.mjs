// Which keys and words of the language no document holds, by the schema: ["table.billing", …,
// "table: provisioned", …]. A word counts for its record, since a scalar may stand for a member.
// Overlays are the same keys once more, and are left out.
function typeOf(value) {
    if (value === null) return 'null';
    if (Array.isArray(value)) return 'array';
    return Number.isInteger(value) ? 'integer' : typeof value;
}

const takes = (schema, value) => {
    const types = [schema.type ?? []].flat();

    return types.length === 0 || types.includes(typeOf(value)) ||
        (types.includes('number') && typeof value === 'number');
};

const words = (schema, name) => (schema.enum ?? []).filter((word) => typeof word === 'string')
    .map((word) => `${name.split('.')[0]}: ${word}`);

export function uncovered(schema, documents) {
    const seen = new Set();

    function walk(part, value, name) {
        if (part.$ref) { // "#/$defs/table", or in an overlay "#/$defs/table/properties/billing"
            const steps = part.$ref.split('/').slice(1);

            return walk(steps.reduce((at, step) => at[step], schema), value,
                steps.length === 2 ? steps[1] : `${steps[1]}.${steps.at(-1)}`);
        }
        for (const one of part.anyOf ?? []) walk(one, value, name);
        if (!takes(part, value)) return undefined;
        if (part.enum?.includes(value)) words({ enum: [value] }, name).forEach((word) => seen.add(word));
        if (Array.isArray(value) && part.items)
            for (const item of value) walk(part.items, item, name);
        if (typeOf(value) !== 'object') return undefined;
        for (const [key, member] of Object.entries(value)) {
            const field = part.properties?.[key];

            if (field) {
                seen.add(`${name}.${key}`);
                walk(field, member, `${name}.${key}`);
            } else if (typeof part.additionalProperties === 'object') {
                walk(part.additionalProperties, member, name);
            }
        }
        return undefined;
    }

    function all(part, name) {
        const below = [...(part.anyOf ?? []), part.items, part.additionalProperties]
            .filter((one) => one && typeof one === 'object').flatMap((one) => all(one, name));
        const members = Object.entries(part.properties ?? {})
            .flatMap(([key, field]) => [`${name}.${key}`, ...all(field, `${name}.${key}`)]);

        return [...words(part, name), ...below, ...members];
    }

    for (const document of documents) walk(schema, document, 'spec');
    const records = Object.entries(schema.$defs).filter(([record]) => !record.endsWith('_overlay'));
    const wanted = [...all(schema, 'spec'), ...records.flatMap(([record, part]) => all(part, record))];
    return [...new Set(wanted)].filter((one) => !seen.has(one)).sort();
}
