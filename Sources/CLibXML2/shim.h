#ifndef FERRY_CLIBXML2_SHIM_H
#define FERRY_CLIBXML2_SHIM_H

// Debian's headers pull in ICU's types, which clash with the ones Swift's Foundation brings along.
#include <libxml/xmlversion.h>
#undef LIBXML_ICU_ENABLED

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/pattern.h>
#include <libxml/tree.h>
#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>
#include <libxml/xpath.h>
#include <libxml/xpathInternals.h>

static void ferry_xml_discard(void *context, const char *message, ...) {
  (void)context;
  (void)message;
}

// libxml2 writes some messages (a failed conversion of encodings, for one) to standard error, past the structured
// handler. The hook is variadic, so Swift cannot fill it. It is kept for each thread.
static inline void ferry_xml_silence_thread(void) {
  xmlSetGenericErrorFunc(NULL, ferry_xml_discard);
}

// xmlFree is a variable, which Swift may not touch.
static inline void ferry_xml_free(void *memory) { xmlFree(memory); }

static xmlParserInputPtr ferry_xml_refuse_entity(const char *url, const char *id, xmlParserCtxtPtr context) {
  (void)url;
  (void)id;
  (void)context;
  return NULL;
}

// For the whole process: nothing outside the file is ever opened, whatever options a parser has.
static inline void ferry_xml_refuse_external_entities(void) {
  xmlInitParser();
  xmlSetExternalEntityLoader(ferry_xml_refuse_entity);
}

#endif
