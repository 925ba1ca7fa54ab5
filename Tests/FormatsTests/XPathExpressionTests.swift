import Testing

@testable import Formats

private func mistake(_ expression: String, namespaces: [String: String] = [:]) -> String? {
  do throws(XPathDefect) {
    _ = try XPathExpression(expression, namespaces: namespaces)
    return nil
  } catch {
    return error.description
  }
}

@Suite struct XPathExpressionTests {
  @Test(arguments: [
    ("a[1", "\"a[1\" is not XPath 1.0: a predicate is not closed or not valid (at character 4)"),
    ("'a", "\"'a\" is not XPath 1.0: a text is not closed (at character 3)"),
    ("", "\"\" is not XPath 1.0: something is missing or stands in the wrong place (at character 1)"),
    ("a b", "\"a b\" is not XPath 1.0: something is missing or stands in the wrong place (at character 3)"),
    ("cbc:ID", "\"cbc:ID\" is not XPath 1.0: a prefix has no namespace; name it under namespaces (at character 7)"),
    ("a[x:b]", "\"a[x:b]\" is not XPath 1.0: a prefix has no namespace; name it under namespaces (at character 6)"),
    ("$a", "\"$a\" is not XPath 1.0: there are no variables here (at character 3)"),
    ("ä | document('x')", "\"ä | document('x')\" is not XPath 1.0: there is no function document() (at character 5)"),
    ("a[upper-case(.) = 'A']", "\"a[upper-case(.) = 'A']\" is not XPath 1.0: there is no function upper-case() (at character 3)"),
    ("(a", "\"(a\" is not XPath 1.0: something is missing or stands in the wrong place (at character 3)"),
  ])
  func `what is wrong with an expression is said with its place`(_ expression: String, _ said: String) {
    #expect(mistake(expression) == said)
  }

  @Test(arguments: [
    "a/b/@c", "a[b = 'x(y)']/c", "concat(a, ' ', b)", "a[node()]/text()", "(a | b)[1]", "a[position() = last()]", "normalize-space( a )",
    "E1EDKA1[PARVW='WE']/NAME1", "a[b and (c or d)]", "a [ not (b) ]", "self::node()/a div (2)", "*[local-name() = 'a']",
  ])
  func `core functions, node tests and operators are known`(_ expression: String) {
    #expect(mistake(expression) == nil)
  }

  @Test func `prefixes are those that are given`() {
    #expect(mistake("x:a/@x:b", namespaces: ["x": "urn:x"]) == nil)
  }

  @Test func `expressions nested without end are refused`() {
    #expect(mistake(String(repeating: "(", count: 9_000) + "a" + String(repeating: ")", count: 9_000)) != nil)
    #expect(mistake(String(repeating: "a[", count: 4_000) + "a" + String(repeating: "]", count: 4_000)) != nil)
  }

  @Test(arguments: ["Order", "//Order", "/a[1]", "/a/@b", "/", "/a//b", "/a|/a/b", "", "/a/text()"])
  func `documents are found by a path of names alone`(_ path: String) {
    #expect(throws: XPathDefect.self) { try XMLTreeShape(path) }
  }
}
