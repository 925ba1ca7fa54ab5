#if canImport(Darwin)
  import Darwin
#else
  import Glibc
#endif

extension WireResponse {
  /// The same without the token, which a target may repeat in what it answers and which would then stand in ledger and reports.
  func without(_ secret: String) -> WireResponse {
    let secret = Array(secret.utf8)
    guard var start = body.place(of: secret, from: 0) else { return self }
    var kept: [UInt8] = []
    var end = 0
    while true {
      kept += body[end..<start]
      kept += Array("<secret>".utf8)
      end = start + secret.count
      guard let next = body.place(of: secret, from: end) else { break }
      start = next
    }
    return WireResponse(status: status, retryAfter: retryAfter, date: date, body: kept + body[end...])
  }
}

extension [UInt8] {
  fileprivate func place(of needle: [UInt8], from start: Int) -> Int? {
    guard let first = needle.first else { return nil }
    return withUnsafeBytes { hay in
      guard let base = hay.baseAddress else { return nil }
      var from = start
      while from + needle.count <= hay.count, let found = memchr(base + from, Int32(first), hay.count - needle.count - from + 1) {
        let place = UnsafeRawPointer(found) - base
        if memcmp(found, needle, needle.count) == 0 { return place }
        from = place + 1
      }
      return nil
    }
  }
}

extension Ending {
  func without(_ secret: String) -> Ending {
    switch self {
    case .answered(let response): .answered(response.without(secret))
    case .broken(let mishap, let response): .broken(mishap, response?.without(secret))
    case .unsent: self
    }
  }
}
