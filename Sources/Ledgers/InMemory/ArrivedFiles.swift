/// What came of a partner's files of one profile.
struct ArrivedFiles {
  var lastNumber: Int?
  var covered: String?
  var missing: [ClosedRange<Int>] = []
  var holders: [Int: (interchange: Interchange.Number, sha256: String)] = [:]
}

extension LedgerContents {
  mutating func recordArrival(_ arrival: Arrival, of interchange: Interchange.Number) throws(LedgerError) -> ArrivalVerdict {
    guard interchanges[interchange] != nil else { throw DocumentRules.illegal(interchange, from: nil, to: .surveyed) }
    if let known = verdicts[interchange] { return known }
    var came = files[[arrival.partner, arrival.profile]] ?? ArrivedFiles()
    let verdict = judge(arrival, &came)
    if verdict.place == .inSequence || verdict.place == .ahead { came.lastNumber = arrival.number }
    if let number = arrival.number, verdict.place != .again, verdict.place != .taken, verdict.place != .unnumbered {
      came.holders[number] = (interchange, arrival.sha256)
    }
    if let deadlines = arrival.deadlines { came.covered = deadlines.covered(before: came.covered) }
    files[[arrival.partner, arrival.profile]] = came
    verdicts[interchange] = verdict
    return verdict
  }

  private func judge(_ arrival: Arrival, _ came: inout ArrivedFiles) -> ArrivalVerdict {
    guard let number = arrival.number, let numbers = arrival.numbers else { return ArrivalVerdict(.unnumbered, nil) }
    switch NumberRules.step(from: came.lastNumber, to: number, in: numbers) {
    case .next: return ArrivalVerdict(.inSequence, number)
    case .ahead(let missing):
      came.missing += missing
      return ArrivalVerdict(.ahead, number, missing: missing)
    case .behind:
      let wasMissing = came.missing.contains { $0.contains(number) }
      came.missing = came.missing.flatMap { NumberRules.rest(of: $0, without: number...number) }
      let holder = came.holders[number].flatMap { holder in
        interchanges[holder.interchange].map { first in
          (
            first.admission.fileName, first.receivedAt, holder.sha256 == arrival.sha256,
            NumberRules.wasRefused(first.survey, first.settlement)
          )
        }
      }
      return NumberRules.verdict(on: number, wasMissing: wasMissing, holder: holder)
    }
  }
}
