import Documents
import Ledgers
import SystemPackage
import Testing

@testable import ferry

@Suite struct WishTests {
  @Test func `a date begins behind the last at sign`() {
    #expect(Wish.externalID("EXT-1") == Decision.ExternalID("EXT-1"))
    #expect(Wish.externalID("EXT-1@2018-01-16") == Decision.ExternalID("EXT-1", date: "2018-01-16"))
    #expect(Wish.externalID("a@b@2018") == Decision.ExternalID("a@b", date: "2018"))
    #expect(Wish.externalID("a@b@") == Decision.ExternalID("a@b"))
    #expect(Wish.externalID("@x") == Decision.ExternalID("@x"))
  }

  @Test func `a file of decisions is read in any order of columns`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "d.csv",
      "decision;number;ids;kind;partner;force\nconfirm;A-1;E-1@2018 E-2,E-3;orders;acme;true\nresend;A-2;;;;\nabandon;R-3;;return;;0\n")
    #expect(
      try DecisionFile.read(file.string).map(\.wish) == [
        Wish(
          number: "A-1", partner: "acme", kind: .orders,
          action: .confirm([.init("E-1", date: "2018"), .init("E-2"), .init("E-3")], force: true)),
        Wish(number: "A-2", action: .resend), Wish(number: "R-3", kind: .returns, action: .abandon),
      ])
  }

  @Test func `every mistake in a file of decisions is told`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write(
      "d.csv",
      "number;decision;ids;kind;force\n;resend;;;\nA;confirm;;;\nB;resend;X;;\nC;send;;;\nD;abandon;;offers;\nE;abandon;;;maybe\nF;resend;;orders;\nF;abandon;;;\nF;abandon;;returns;\nG;resend;;;;x;y\n"
    )
    let error = #expect(throws: CommandError.self) { try DecisionFile.read(file.string) }
    #expect(error?.status == .refused)
    #expect(
      error?.message == """
        \(file):2: the number is missing
        \(file):3: confirm needs ids, separated by blanks, each as ID or ID@DATE
        \(file):4: ids stand beside resend; only confirm has ids
        \(file):5: decision is "send"; expected confirm, resend or abandon
        \(file):6: kind "offers" is unknown; expected orders or returns
        \(file):7: force is "maybe"; expected true or false
        \(file):9: number F stands in line 8 already; expected one decision
        \(file):11: the row has 7 cells; expected 5, as in the header
        """)
  }

  @Test func `an unknown or missing column is told`() throws {
    let folder = try TemporaryFolder()
    let file = try folder.write("d.csv", "number;verdict\nA;resend\n")
    let error = #expect(throws: CommandError.self) { try DecisionFile.read(file.string) }
    #expect(
      error?.message == """
        \(file):1: unknown column "verdict"; expected number;partner;kind;decision;ids;force
        \(file):1: the column decision is missing
        """)
  }
}
