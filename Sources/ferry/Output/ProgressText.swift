import Journeys

/// How far a run is, on one line: bar, rate, remaining.
enum ProgressText {
  /// `[#########---------------------]  30 %  15,000 of 50,000 documents  3,400/s  0:10 left`
  static func line(_ progress: Progress, after elapsed: Duration) -> String {
    let seconds = Double(elapsed.components.seconds) + Double(elapsed.components.attoseconds) / 1e18
    let rate = seconds > 0 ? Double(progress.documents) / seconds : 0
    let known = max(progress.documentsKnown, progress.documents)
    guard known > 0 else { return "\(progress.files) files done, \(progress.filesUnderWay) on their way" }
    let width = 30
    let filled = known > 0 ? progress.documents * width / known : 0
    let bar = String(repeating: "#", count: filled) + String(repeating: "-", count: width - filled)
    var line = "[\(bar)] \(progress.documents * 100 / known) %  \(grouped(progress.documents)) of \(grouped(known)) documents"
    if rate >= 1 {
      line += "  \(grouped(Int(rate)))/s"
      let left = Int(Double(known - progress.documents) / rate)
      if left > 0 { line += "  \(left / 60):\(left % 60 < 10 ? "0" : "")\(left % 60) left" }
    }
    return line
  }

  private static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: index))
      index -= 3
    }
    return digits
  }
}
