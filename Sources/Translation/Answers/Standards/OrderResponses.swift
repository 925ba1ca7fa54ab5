import Formats

/// Writes the order responses of one answer behind each other.
struct OrderResponses {
  private let form: any OrderResponseForm.Type
  private let head: AnswerHead
  private var count = 0
  private var root: String? { form.root ?? (head.documentCount == 1 ? nil : "order-responses") }

  /// nil: the form is none of a standard.
  init?(_ form: AnswerStyle.Form, _ head: AnswerHead) {
    switch form {
    case .csv, .xml: return nil
    case .ublOrderResponse: self.form = UBLOrderResponse.self
    case .openTransOrderResponse: self.form = OpenTransOrderResponse.self
    case .idocOrderResponse: self.form = IDocOrderResponse.self
    }
    self.head = head
  }

  func begin(_ xml: inout XMLWriter) {
    guard let root else { return }
    xml.start(root, attributes: form.root == nil ? [("xmlns", XMLDocuments.namespace)] : [])
  }

  mutating func append(_ rows: [AnswerRow], to xml: inout XMLWriter) {
    count += 1
    form.write(OrderVerdict(rows), id: root == nil ? head.id : "\(head.id)-\(count)", head, to: &xml)
  }
}
