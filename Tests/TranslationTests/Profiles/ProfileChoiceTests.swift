import Documents
import Formats
import Testing
import Translation

/// Which of a partner's profiles reads a file: its name tells, and of a copy that Ferry has made the name of what it is a copy of.
@Suite struct ProfileChoiceTests {
  private func profile(_ name: String, _ files: [String], kind: Kind = .orders) -> Profile {
    Profile(name: name, kind: kind, files: files, source: .csv(CSVShape()), fields: [])
  }

  private func handling(_ profiles: Profile...) -> Handling { Handling(partner: "two", profiles: profiles) }

  private func recognised(_ name: String, _ handling: Handling) throws -> KindRecognition {
    try KindRecognition.of(file: name, handling: handling) { () throws(FormatError) in ByteSource(bytes: []) }
  }

  @Test(arguments: [
    "PO001.csv", "PO001.refused.csv", "PO001.refused-2.csv", "PO001.refused.refused.csv", "PO001.replay.csv", "PO001.replay-2.csv",
    "PO001.replay.refused-3.csv", "po001.REFUSED.csv",
  ])
  func `a copy is read by the profile of its original`(_ name: String) {
    #expect(handling(profile("po", ["PO???.csv"]), profile("rest", [])).profile(ofFile: name)?.name == "po")
  }

  @Test(arguments: ["ORD001.txt", "ORD001.refused.txt", "ORD001.replay-2.txt"])
  func `kind and format of a copy are those of its original, whatever the suffix`(_ name: String) throws {
    let xml = Profile(name: "x", kind: .returns, files: ["ORD???.txt"], source: .xml(XMLShape(document: "/r")), fields: [])
    let handling = handling(xml, profile("rest", []))
    #expect(try recognised(name, handling) == .kind(.returns))
    #expect(handling.format(ofFile: name) == .xml)
    #expect(handling.target(ofFile: name) == "erp")
  }

  @Test func `a copy of a canonical file is canonical`() throws {
    let handling = handling(profile("long", ["orders.??????*.csv"], kind: .returns))
    #expect(try recognised("orders.refused.csv", handling) == .kind(.orders))
    #expect(handling.profile(ofFile: "orders.refused.csv") == nil)
  }

  @Test func `a number that may be Ferry's and changes the profile is refused`() throws {
    let handling = handling(profile("po", ["PO???.csv"]), profile("rest", []))
    guard case .refused(let finding) = try recognised("PO001-2.csv", handling) else {
      Issue.record("expected a finding")
      return
    }
    #expect(
      "\(finding)"
        == #"PO001-2.csv: the name "PO001-2.csv" is read by profile rest, and "PO001.csv", to which Ferry may have put the number, by profile po: rename the file to PO001.csv and drop it again; where the partner writes such numbers, say so in files of a profile, for example "PO001-*.csv""#
    )
    let alone = self.handling(profile("po", ["PO???.csv"]))
    guard case .refused(let other) = try recognised("PO001-2.refused.csv", alone) else {
      Issue.record("expected a finding")
      return
    }
    #expect(other.message.hasPrefix(#"the name "PO001-2.csv" is read as a canonical one, and "PO001.csv", to which"#))
  }

  @Test(arguments: [["PO*.csv"], ["PO???-?.csv"], ["PO???-*.csv"], []])
  func `a number that changes nothing, or that a pattern speaks of, is the partner's`(_ files: [String]) throws {
    let second = handling(profile("po", ["PO???.csv"]), profile("numbered", ["PO???-?.csv"], kind: .returns), profile("rest", files))
    #expect(try recognised("PO001-2.csv", second) == .kind(.returns))
    let first = handling(profile("all", files.isEmpty ? [] : ["PO*.csv"]), profile("rest", files))
    #expect(try recognised("PO001-2.csv", first) == .kind(.orders))
  }

  @Test func `a copy is no new file of a sequence`() {
    let sequence = FileSequence(name: "PO*{number}.csv")
    #expect(sequence.number(in: "PO001.csv") == 1)
    for name in ["PO001.refused.csv", "PO001.refused-2.csv", "PO001.replay-3.csv"] { #expect(sequence.number(in: name) == nil) }
  }
}
