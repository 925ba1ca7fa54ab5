import Documents

/// What partners call the columns, in English, German, French, Italian and Spanish.
enum HeaderWords {
  /// By canonical column, in the order in which they are looked for; without blanks, marks and accents.
  private static let words: [(column: String, words: String)] = [
    (
      "return_number",
      "return returnno returnnumber retno rma retoure retourennr retourennummer ruecksendung ruecksendungsnr retour noretour numeroretour reso numeroreso nreso devolucion numerodevolucion ndevolucion"
    ),
    (
      "order_number",
      "order orderno ordernumber ordernr orderid ordno ponumber pono po bestellnr bestellnummer bestellung auftrag auftragsnr auftragsnummer belegnr belegnummer commande nocommande ncommande numerocommande numcommande ordine nordine numeroordine numordine pedido npedido numeropedido numpedido"
    ),
    (
      "request_number",
      "request requestno requestnumber anfrage anfragenr anfragenummer demande nodemande numerodemande richiesta numerorichiesta solicitud numerosolicitud"
    ),
    ("return_date", "returndate retdate retourendatum rueckgabedatum dateretour datareso fechadevolucion date datum data fecha"),
    (
      "line",
      "line lineno linenumber pos position posnr positionsnr positionsnummer zeile zeilennr ligne noligne nligne numeroligne riga nriga numeroriga linea nlinea numerolinea item itemno"
    ),
    (
      "part_number",
      "part partno partnumber article articleno articlenumber articlenr sku itemcode product productcode artikel artikelnr artikelnummer teilenr teilenummer material materialnr refarticle codearticle referencearticle produit codeproduit articolo codicearticolo codarticolo codice articulo codigoarticulo refarticulo codigo referencia reference ref"
    ),
    (
      "quantity",
      "qty quantity pieces pcs menge anzahl stueck stueckzahl bestellmenge quantite qte quantita qta pezzi cantidad cant uds unidades"
    ),
    (
      "net_price",
      "netprice price unitprice nettopreis preis einzelpreis nettoeinzelpreis prixnet prix prixunitaire puht prezzo prezzonetto prezzounitario precio precioneto preciounitario"
    ),
    ("public_price", "publicprice listprice rrp bruttopreis listenpreis uvp prixpublic prezzolistino preciopublico pvp"),
    ("currency", "currency curr waehrung whg devise monnaie valuta divisa moneda"),
    ("warehouse_id", "warehouse warehouseid depot branch lager lagernr lagerort filiale entrepot magasin magazzino deposito almacen"),
    (
      "ship_type",
      "shiptype shippingtype shipmode deliverytype delivery versandart lieferart versand livraison typelivraison modelivraison spedizione tipospedizione consegna envio tipoenvio entrega"
    ),
    ("ship_name", "shipname deliveryname liefername nomlivraison nomeconsegna nombreentrega"),
    ("ship_street", "shipstreet street lieferstrasse strasse rue adresse address indirizzo via direccion calle"),
    ("ship_zip", "shipzip zip zipcode postcode postalcode lieferplz plz codepostal cap codigopostal"),
    ("ship_city", "shipcity city lieferort ort ville citta ciudad poblacion"),
    ("ship_country", "shipcountry country lieferland land pays paese pais"),
    ("urgent", "urgent express eilt eilig dringend eil urgence urgente"),
    (
      "order_comment",
      "comment remark note notes text bemerkung kommentar hinweis remarque commentaire nota osservazioni observaciones comentario"
    ),
    (
      "comment",
      "comment remark note notes text bemerkung kommentar hinweis remarque commentaire nota osservazioni observaciones comentario"
    ),
    ("reason", "reason reasoncode grund rueckgabegrund motif raison motivo causale"),
    ("operator_email", "email mail contactemail buyeremail courriel correo"),
    ("operator_first_name", "firstname vorname prenom"),
    ("operator_last_name", "lastname nachname nomfamille cognome apellido apellidos"),
    ("tecdoc_part_number", "tecdoc tecdocnr tecdocnumber tecdocpartnumber"),
    ("tecdoc_manufacturer_id", "tecdocmanufacturer tecdocmanufacturerid tecdocbrand dlnr"),
    ("ship_to", "shipto"),
    ("product_reference", "reference ref product article artikelnr artikel sku"),
    ("country", "country land pays paese pais"),
  ]

  /// What a price is for, where it is not for one.
  private static let priceUnits: Set<String> = ["priceunit", "preiseinheit", "uniteprix", "unitaprezzo", "unidadprecio"]

  static func isPriceUnit(_ header: String) -> Bool { priceUnits.contains(plain(header)) }

  /// The canonical columns of the kind that a header may mean, the likeliest first; `isSure`: the very word.
  static func columns(_ header: String, of kind: Kind) -> [(column: String, isSure: Bool)] {
    let text = plain(header)
    if text.isEmpty { return [] }
    let fields = kind.layout.fields.map(\.column)
    var sure = fields.filter { plain($0) == text }
    var likely: [String] = []
    for (column, words) in words where fields.contains(column) {
      let known = words.split(separator: " ")
      if known.contains(text[...]) {
        sure.append(column)
      } else if known.contains(where: { $0.count >= 4 && text.contains($0) }) {
        likely.append(column)
      }
    }
    return sure.map { ($0, true) } + likely.map { ($0, false) }
  }

  /// Small letters and digits alone; umlauts as two letters, other accents left out.
  static func plain(_ header: String) -> String {
    var plain = ""
    for character in header.lowercased() {
      switch character {
      case "ä": plain += "ae"
      case "ö": plain += "oe"
      case "ü": plain += "ue"
      case "ß": plain += "ss"
      case "à", "á", "â", "ã": plain += "a"
      case "è", "é", "ê", "ë": plain += "e"
      case "ì", "í", "î", "ï": plain += "i"
      case "ò", "ó", "ô", "õ": plain += "o"
      case "ù", "ú", "û": plain += "u"
      case "ç": plain += "c"
      case "ñ": plain += "n"
      case "a"..."z", "0"..."9": plain.append(character)
      default: break
      }
    }
    return plain
  }
}
