/// The first profile that `ferry init` writes.
enum StarterProfile {
  static let text = """
    # yaml-language-server: $schema=profile.schema.json
    # How the files of a partner look, and where their fields come from. To use it, name it in ferry.yaml:
    #   partners: { acme: { profile: profiles/example.yaml } }
    # `ferry check` says what is wrong in which line. `ferry profile list` names profiles that you can begin with: extends: csv-pipe.
    #
    #   Order;Pos;Article;Qty;Price;Express;Buyer
    #   4711;1;w 712-75;12;4,50;N;Ada Lovelace
    kind: orders
    files: ["*.csv"]
    format: csv
    # encoding: windows-1252        # left out: a byte order mark, else UTF-8
    csv: { separator: ";", header: true, unknown_columns: refuse }
    numbers: { decimal: ",", thousands: "." }
    dates: [DD.MM.YYYY]
    booleans: { true: [J], false: [N] }

    fields:
      # the canonical column: yours. `ferry describe orders` lists them.
      order_number: Order
      line: Pos
      part_number: { from: Article, strip: " -" }
      quantity: Qty
      net_price: Price
      urgent: Express
      operator_first_name: { from: Buyer, split: " ", take: first }
      operator_last_name: { from: Buyer, split: " ", take: rest }
      ship_type: { value: COUNTER }

    defaults: { currency: EUR, warehouse_id: "68", operator: { email: edi@example.com } }

    """
}
