import Glibc
import SystemPackage

/// A port on loopback whose queue of connections is full: the kernel drops who comes next, as a firewall does.
final class SilentListener {
  private let listener: UnheardPort
  private let waiting: [Int32]

  var port: Int { listener.port }

  init() throws {
    listener = try UnheardPort()
    guard listen(listener.descriptor, 0) == 0 else { throw Errno(rawValue: errno) }
    var address = UnheardPort.loopback(port: listener.port)
    let length = socklen_t(MemoryLayout<sockaddr_in>.size)
    // The queue holds one more than it was given; those that find it full go on asking until they are closed.
    var waiting: [Int32] = []
    for _ in 0..<4 {
      let client = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_NONBLOCK.rawValue), 0)
      try? UnheardPort.with(&address) { connect(client, $0, length) }
      waiting.append(client)
    }
    self.waiting = waiting
  }

  deinit { for descriptor in waiting { close(descriptor) } }
}
