/// What a test lets happen to what is in the books.
package enum SandboxMovement: String, Sendable {
  case ship, cancel, judge
}
