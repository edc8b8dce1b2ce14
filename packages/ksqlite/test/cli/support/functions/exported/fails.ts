throw new Error('it fails');

export {};
