// Converts one number and ends.

const roman = ['', 'I', 'II', 'III', 'IV', 'V', 'VI', 'VII', 'VIII', 'IX']
console.log(`seven: ${roman[7]}`)
