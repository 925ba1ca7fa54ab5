import Hummingbird
import NIOCore

/// Between Hummingbird and the desks: reads requests to their end and sends answers in the manner asked for.
struct Reception: HTTPResponder {
  /// A request's connection: needed to break it.
  struct Connection: InitializableFromSource {
    var channel: any Channel

    init(source: ApplicationRequestContextSource) { channel = source.channel }
  }

  /// Thrown while a body is written: Hummingbird closes the connection where it stands.
  private struct CutOff: Error {}

  private static let idempotencyKey = HTTPFields.Element.Name("Idempotency-Key")!

  var front: FrontDesk
  var control: ControlDesk
  var bodyLimit: Int
  var pause: @Sendable (Duration) async throws -> Void

  func respond(to request: Request, context connection: Connection) async throws -> Response {
    guard Self.isLoopback(request.head.authority) else {
      return Response(status: .misdirectedRequest, body: ResponseBody(byteBuffer: ByteBuffer(string: "ask for 127.0.0.1 or localhost\n")))
    }
    let headers = request.headers
    var arrival = Arrival(
      method: request.method.rawValue, target: RequestTarget(request.head.path ?? "/"), authorization: headers[.authorization],
      contentType: headers[.contentType], idempotencyKey: headers[values: Self.idempotencyKey].first, body: [])
    do {
      arrival.body = Array(try await request.body.collect(upTo: bodyLimit).readableBytesView)
    } catch is NIOTooManyBytesError {
      return response(front.refuseTooLong(arrival).reply)
    }
    if arrival.target.path.hasPrefix(ControlDesk.path + "/") { return response(control.handle(arrival)) }
    let delivery = await front.handle(arrival)
    switch delivery.manner {
    case .whole: return response(delivery.reply)
    case .truncated: return cutOff(delivery.reply)
    case .slowly(let pause): return slow(delivery.reply, pause)
    case .dropped: try await connection.channel.close()
    case .never:
      while !Task.isCancelled { try? await Task.sleep(for: .seconds(3600)) }
      try await connection.channel.close()
    }
    return Response(status: .internalServerError)
  }

  /// A page in a browser on this machine could have a name of its own lead here, and then read what it gets.
  private static func isLoopback(_ authority: String?) -> Bool {
    guard let authority, !authority.isEmpty else { return true }
    let host = authority.prefix { $0 != ":" }.lowercased()
    return host == "127.0.0.1" || host == "localhost"
  }

  private func response(_ reply: Reply) -> Response {
    let (head, buffer) = parts(reply)
    return Response(status: head.status, headers: head.headerFields, body: ResponseBody(byteBuffer: buffer))
  }

  private func cutOff(_ reply: Reply) -> Response {
    let (head, buffer) = parts(reply)
    let body = ResponseBody(contentLength: buffer.readableBytes) { writer in
      try await writer.write(buffer.getSlice(at: buffer.readerIndex, length: buffer.readableBytes / 2) ?? ByteBuffer())
      throw CutOff()
    }
    return Response(status: head.status, headers: head.headerFields, body: body)
  }

  private func slow(_ reply: Reply, _ duration: Duration) -> Response {
    let (head, buffer) = parts(reply)
    let body = ResponseBody(contentLength: buffer.readableBytes) { [pause] writer in
      for byte in buffer.readableBytesView {
        try await pause(duration)
        try await writer.write(ByteBuffer(bytes: [byte]))
      }
      try await writer.finish(nil)
    }
    return Response(status: head.status, headers: head.headerFields, body: body)
  }

  private func parts(_ reply: Reply) -> (HTTPResponse, ByteBuffer) {
    var head = HTTPResponse(status: .init(code: reply.status))
    for (name, value) in reply.headers {
      if let name = HTTPFields.Element.Name(name) { head.headerFields.append(HTTPFields.Element(name: name, value: value)) }
    }
    switch reply.content {
    case .nothing: return (head, ByteBuffer())
    case .json(let value):
      head.headerFields[.contentType] = "application/json"
      return (head, ByteBuffer(bytes: JSONWriter.bytes(value)))
    case .bytes(let bytes, let type):
      if head.headerFields[.contentType] == nil { head.headerFields[.contentType] = type }
      return (head, ByteBuffer(bytes: bytes))
    }
  }
}
