/** A promise that fails with nobody to hear of it. */
exports.rejecting = async () => {
  Promise.reject(new RangeError('nobody hears'));
  return 'done';
};

exports.throwing = () =>
  new Promise(() => {
    setTimeout(() => {
      throw new TypeError('from a timer');
    }, 5);
  });

exports.handling = async () => {
  const failed = Promise.reject(new RangeError('somebody hears'));
  return failed.catch((error) => error.message);
};
