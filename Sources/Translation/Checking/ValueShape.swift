import Documents

/// What a field may contain, as a byte, for the loops that run over each value of each file.
enum ValueShape: UInt8 {
  /// Any text: nothing to check.
  case text
  case decimal, quantity, boolean, date, choice, segment, currency

  init(_ content: Field.Content) {
    self =
      switch content {
      case .text, .opaque: .text
      case .decimal: .decimal
      case .quantity: .quantity
      case .boolean: .boolean
      case .date: .date
      case .choice: .choice
      case .segment: .segment
      case .currency: .currency
      }
  }
}
