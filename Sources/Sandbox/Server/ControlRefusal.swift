/// What is wrong with a call under `/sandbox`.
struct ControlRefusal: Error {
  var messages: [String]
}
