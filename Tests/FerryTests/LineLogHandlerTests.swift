import Logging
import Synchronization
import Testing

@testable import ferry

@Suite struct LineLogHandlerTests {
  private final class Written: Sendable {
    let lines = Mutex<[String]>([])
  }

  private func line(_ format: LogSettings.Format, level: Logger.Level = .info, _ log: (inout Logger) -> Void) -> [String] {
    let written = Written()
    var logger = Logger(
      label: "test",
      factory: { _ in
        LineLogHandler(LogSettings(format: format, level: level), clock: { "2026-11-21T06:00:00.123Z" }) { line in
          written.lines.withLock { $0.append(line) }
        }
      })
    log(&logger)
    return written.lines.withLock { $0 }
  }

  @Test func `a line has its time, level, message and facts in order`() {
    let lines = line(.text) {
      $0[metadataKey: "interchange"] = "17"
      $0.info("file claimed", metadata: ["file": "orders 1.csv", "bytes": "12"])
    }
    #expect(lines == [#"2026-11-21T06:00:00.123Z info file claimed bytes=12 file="orders 1.csv" interchange=17"#])
  }

  @Test func `whatever stands in a fact, it stays on its line`() {
    let hostile = "a\n2026-11-21T06:00:00.000Z error forged\r\u{1B}[2J\u{2028}\u{7F}\t\"x\"=\\"
    let lines = line(.text) { $0.warning("message\nwith line end", metadata: ["k\ney": "\(hostile)"]) }
    #expect(
      lines == [
        #"2026-11-21T06:00:00.123Z warning message\nwith line end k\ney="a\\n2026-11-21T06:00:00.000Z error forged\\r\\u{1b}[2J\\u{2028}\\u{7f}\\t\"x\"=\\""#
      ])
  }

  @Test func `a json line is one object`() {
    let lines = line(.json) { $0.error("broken", metadata: ["message": "a\nb", "target": "erp"]) }
    #expect(lines == [#"{"time":"2026-11-21T06:00:00.123Z","level":"error","message":"broken","_message":"a\nb","target":"erp"}"#])
  }

  @Test func `what is below the level is left out`() {
    #expect(line(.text, level: .notice) { $0.info("small") }.isEmpty)
  }
}
