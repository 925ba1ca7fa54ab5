/// What is wrong with the rules somebody pushed.
struct FaultRefusal: Error {
  var messages: [String]
}
