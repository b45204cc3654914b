exports.handler = async (event) => {
  console.log('looking at', event.id);
  if (event.id === 2) throw new TypeError('no such thing');
  return { statusCode: '500', body: 'x' };
};
