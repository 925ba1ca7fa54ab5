/// The error body of Schneider Electric's services, and the codes that the guide lists. It writes each with a blank before it, and so do
/// some answers of the service; `Invalid_Input` of the order status does here.
extension Reply {
  static let emptyOrderNumber = notFound("Empty_OrderNumber", "The order number is missing.")
  static let invalidOrderNumber = notFound("Invalid_OrderNumber", "There is no such order.")
  static let emptyItemNumber = notFound("Empty_ItemNumber", "The item number is missing.")
  static let invalidInput = notFound(" Invalid_Input", "One of the inputs is wrong.")
  static let invalidProduct = notFound("Invalid_Input", "There is no such product.")

  static func badRequest(_ message: String) -> Reply { schneider(400, "Bad_Request", message) }

  private static func notFound(_ code: String, _ message: String) -> Reply { schneider(404, code, message) }

  private static func schneider(_ status: Int, _ code: String, _ message: String) -> Reply {
    Reply(
      status: status,
      content: .json([
        "code": .text(code), "userMessage": .text(message), "developerMessage": .text(message), "moreInfo": "https://api.se.com",
      ]))
  }
}
