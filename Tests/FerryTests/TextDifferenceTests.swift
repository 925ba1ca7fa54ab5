import Contracts
import Testing

@testable import ferry

@Suite struct TextDifferenceTests {
  @Test func `two lines stand around a difference, what is further away is left out`() {
    let old = (1...9).map(String.init)
    var new = old
    new[0] = "one"
    new.append("10")
    #expect(TextDifference.text(old, new) == "- 1\n+ one\n  2\n  3\n  …\n  8\n  9\n+ 10")
    #expect(TextDifference.text([], ["a\tb"]) == "+ a\\tb")
  }

  @Test func `JSON is written with its members by name and its digits as they are`() throws {
    let json = try JSONReader.read(Array(#"{"b":[1.50,{}],"a":{"c":null}}"#.utf8))
    #expect(JSONLines.of(json) == ["{", "  \"a\": {", "    \"c\": null", "  },", "  \"b\": [", "    1.50,", "    {}", "  ]", "}"])
  }
}
