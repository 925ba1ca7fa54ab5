import CLibXML2

/// The functions that libxml2 calls, and what keeps it from the network, from other files and from standard error.
enum XMLCallbacks {
  typealias Parser = UnsafeMutablePointer<XMLPushParser>

  /// Once a process, before the first parser.
  static let hardenProcess: Void = ferry_xml_refuse_external_entities()

  /// Errors that libxml2 raises outside of any parser go by hooks of the thread. They are set for the time of one call.
  static func withQuietThread(_ parser: Parser, _ body: () -> Void) {
    ferry_xml_silence_thread()
    xmlSetStructuredErrorFunc(parser, report)
    body()
    xmlSetStructuredErrorFunc(nil, nil)
  }

  static func handler() -> xmlSAXHandler {
    var handler = xmlSAXHandler()
    handler.initialized = UInt32(XML_SAX2_MAGIC)
    handler.startDocument = { parser(of: $0)?.pointee.startDocument() }
    handler.startElementNs = { user, name, _, uri, _, _, number, defaulted, values in
      parser(of: user)?.pointee.start(name, uri, Int(number), Int(defaulted), values)
    }
    handler.endElementNs = { user, _, _, _ in parser(of: user)?.pointee.end() }
    let characters: charactersSAXFunc = { user, bytes, count in
      guard let bytes else { return }
      parser(of: user)?.pointee.characters(bytes, Int(count))
    }
    handler.characters = characters
    handler.ignorableWhitespace = characters
    handler.cdataBlock = characters
    handler.entityDecl = { user, name, _, _, _, _ in parser(of: user)?.pointee.entityDefinition(text(name)) }
    handler.unparsedEntityDecl = { user, name, _, _, _ in parser(of: user)?.pointee.entityDefinition(text(name)) }
    handler.getEntity = { user, name in
      parser(of: user)?.pointee.entityReference(text(name))
      return nil
    }
    handler.getParameterEntity = { user, name in
      parser(of: user)?.pointee.entityReference(text(name))
      return nil
    }
    handler.reference = { user, name in parser(of: user)?.pointee.entityReference(text(name)) }
    handler.serror = report
    return handler
  }
}

private let report: xmlStructuredErrorFunc = { user, error in
  guard let error, XMLErrors.isError(error.pointee) else { return }
  parser(of: user)?.pointee.report(error.pointee)
}

@inline(__always)
private func parser(of user: UnsafeMutableRawPointer?) -> XMLCallbacks.Parser? { user?.assumingMemoryBound(to: XMLPushParser.self) }

private func text(_ name: UnsafePointer<UInt8>?) -> String { name.map { String(cString: $0) } ?? "" }
