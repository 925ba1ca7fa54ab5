/// The methods that the stand-in's operations have.
enum Method: String, Sendable {
  case get = "GET"
  case post = "POST"
  case delete = "DELETE"
}
