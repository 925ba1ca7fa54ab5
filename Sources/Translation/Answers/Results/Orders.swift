extension ResultLayout {
  static let orders = ResultLayout(
    unit: "items[].lines[]",
    columns: [
      Column("external_order_id", "items[].externalOrderId", "Order of the distributor."),
      Column("external_order_number", "items[].externalOrderNumber", "Its number for people."),
      Column("external_order_date", "items[].externalOrderDate", "Its date, verbatim: returns and status requests need it so."),
      Column("external_warehouse_id", "items[].externalWarehouseId", "Warehouse that delivers."),
      Column("external_line_number", "items[].lines[].externalLineNumber", "Line in the distributor's order."),
      Column("ordered_quantity", "", as: .number, "Pieces that were ordered from that warehouse."),
    ])

  static let returns = ResultLayout(
    unit: "items[]",
    columns: [
      Column("external_return_id", "items[].externalReturnId", "Return of the distributor."),
      Column("external_return_number", "items[].externalReturnNumber", "Its number for people."),
      Column("external_return_date", "items[].externalReturnDate", "Its date, verbatim."),
      Column("external_return_line_number", "items[].externalReturnLineNumber", "Line in the distributor's return."),
    ])
}
