import Glibc

/// A file that the fuzzer made, and behind it two bytes of choices: dialect, sizes, profile.
struct FuzzedFile {
  let bytes: [UInt8]
  let first: UInt8
  let second: UInt8

  init(_ made: UnsafeBufferPointer<UInt8>) {
    bytes = Array(made.dropLast(2))
    first = made.count > 1 ? made[made.count - 2] : 0
    second = made.last ?? 0
  }
}

extension UInt8 {
  func chooses<Element>(_ elements: [Element]) -> Element { elements[Int(self) % elements.count] }
}

/// What has to hold whatever the bytes are; libFuzzer keeps those for which it does not.
func demand(_ holds: Bool, _ sentence: @autoclosure () -> String) {
  if holds { return }
  complain(sentence())
  abort()
}

func complain(_ sentence: String) {
  let text = Array("fuzzing: \(sentence)\n".utf8)
  _ = write(STDERR_FILENO, text, text.count)
}
