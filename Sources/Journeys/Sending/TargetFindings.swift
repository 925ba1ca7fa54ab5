import Contracts
import Documents
import Translation

/// Leads the facade's messages back to lines of the file: `items[0].index must not be blank` speaks of the first line.
struct TargetFindings {
  let file: String
  let document: String
  let lines: [LineNotes.Line]
  let sourceLine: Int

  func findings(of refusal: Outcome.Refusal) -> [Finding] {
    refusal.messages.map { message in
      let line = message.item.flatMap { $0 < lines.count ? lines[$0] : nil }
      return Finding(
        .refusedByTarget, file: file, line: line?.sourceLine ?? sourceLine, document: document, documentLine: line?.number,
        "the target refused it: \(Finding.shortened(message.text))")
    }
  }
}
