// A template as CloudFormation sees it for one value of Environment: conditions decided, mappings
// looked up, what has no value gone. It knows the functions that the generator writes, and no more.

const noValue = Symbol('AWS::NoValue');

export function specialised(template, environment) {
    const parameters = { Environment: environment ?? template.Parameters.Environment.Default };

    if (!template.Parameters.Environment.AllowedValues.includes(parameters.Environment))
        throw new Error(`${environment} is not allowed`);

    const scalar = (value) => (typeof value === 'object' ? parameters[value.Ref] : value);
    const holds = (test) => {
        const [[name, of]] = Object.entries(test);

        switch (name) {
        case 'Condition': return holds(template.Conditions[of]);
        case 'Fn::Equals': return `${scalar(of[0])}` === `${scalar(of[1])}`;
        case 'Fn::Or': return of.some(holds);
        case 'Fn::And': return of.every(holds);
        case 'Fn::Not': return !holds(of[0]);
        default: throw new Error(`${name} is no condition`);
        }
    };
    const resolve = (value) => {
        if (Array.isArray(value)) return value.map(resolve).filter((one) => one !== noValue);
        if (value === null || typeof value !== 'object') return value;
        if (value.Ref === 'AWS::NoValue') return noValue;
        if ('Fn::If' in value) {
            const [condition, yes, no] = value['Fn::If'];

            return resolve(holds(template.Conditions[condition]) ? yes : no);
        }
        if ('Fn::FindInMap' in value) {
            const [map, first, second] = value['Fn::FindInMap'];
            const found = template.Mappings[map]?.[scalar(first)]?.[second];

            if (found === undefined) throw new Error(`${map}.${scalar(first)}.${second} is not there`);
            return found;
        }
        return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, resolve(one)])
            .filter(([, one]) => one !== noValue));
    };
    const present = (all = {}) => Object.fromEntries(Object.entries(all)
        .filter(([, { Condition }]) => !Condition || holds(template.Conditions[Condition]))
        .map(([id, { Condition, ...one }]) => [id, resolve(one)]));

    return { ...template, Mappings: undefined, Conditions: undefined,
        Resources: present(template.Resources), Outputs: present(template.Outputs) };
}
