// Random choices that a seed repeats (mulberry32), and values that are near to each other: few enough
// to meet again, and full of what sorts around a separator.

export class Random {
    constructor(seed) {
        this.state = seed >>> 0;
    }

    next() {
        this.state = (this.state + 0x6d2b79f5) >>> 0;
        let t = this.state;
        t = Math.imul(t ^ (t >>> 15), t | 1);
        t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
        return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    }

    below(count) {
        return Math.floor(this.next() * count);
    }

    chance(part) {
        return this.next() < part;
    }

    of(list) {
        return list[this.below(list.length)];
    }
}

const letters = ['a', 'b', '!', '#', '$', ' ', 'ü', '\u{10ffff}', '~'];
const numbers = ['0', '-0', '1', '1.0', '1e1', '10', '2', '-1', '-1.5', '1.5E0', '1000000000000000000000',
    '0.0000001', '-10'];
const bytes = [[0], [0, 0], [1], [127], [128], [255], [255, 0], [62, 63]];

const string = (random) => Array.from({ length: 1 + random.below(3) }, () => random.of(letters)).join('');
const timestamp = (random) => {
    const time = new Date(Date.UTC(2026, 1, 28, 23, 59, 58 + random.below(4), random.of([0, 0, 1, 999])));

    return random.of([time.toISOString(), time.toISOString().replace('Z', '000Z'),
        `${new Date(time.getTime() + 7200000).toISOString().slice(0, -1)}+02:00`]);
};

// A value of the type, as a client would write it in a query or (numbers aside) in JSON.
export function textOf(random, { type, format }) {
    if (format === 'timestamp') return timestamp(random);
    if (type === 'number') return random.of(numbers);
    if (type === 'binary') return Buffer.from(random.of(bytes)).toString(random.of(['base64', 'base64url']));
    return string(random);
}
