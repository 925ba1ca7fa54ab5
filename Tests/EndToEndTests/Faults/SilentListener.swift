import Glibc
import SystemPackage

/// A port on loopback whose queue of connections is full: the kernel drops who comes next, as a firewall does.
final class SilentListener {
  let port: Int
  private let descriptors: [Int32]

  init() throws {
    let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    try Self.with(&address) { bind(listener, $0, length) }
    guard listen(listener, 0) == 0 else { throw Errno(rawValue: errno) }
    try Self.with(&address) { getsockname(listener, $0, &length) }
    port = Int(UInt16(bigEndian: address.sin_port))
    // The queue holds one more than it was given; those that find it full go on asking until they are closed.
    var waiting: [Int32] = []
    for _ in 0..<4 {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
      try? Self.with(&address) { connect(client, $0, length) }
      waiting.append(client)
    }
    descriptors = [listener] + waiting
  }

  deinit { for descriptor in descriptors { close(descriptor) } }

  private static func with(_ address: inout sockaddr_in, _ call: (UnsafeMutablePointer<sockaddr>) -> Int32) throws {
    let result = withUnsafeMutablePointer(to: &address) { $0.withMemoryRebound(to: sockaddr.self, capacity: 1, call) }
    guard result == 0 else { throw Errno(rawValue: errno) }
  }
}
