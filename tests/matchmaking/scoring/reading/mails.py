"""Sourcing e-mails as buyers write them, in six languages, with what a reader finds in them.

Written for these tests, from general knowledge of the trade.
"""

from datetime import date

from matchmaking.scoring.data import PriceBand, Quantity

MAILS = {
    "en": (
        """Hi team,

Thanks for your time at the fair last year. We're a mid-size importer in Rotterdam (est. 1998,
42 people) and are now sourcing extra virgin olive oil in 500 ml dark glass bottles for our own
label. Must be organic and IFS Food certified; BRC would be a plus. Origin Spain, Tunisia or
Portugal, please no Turkish oil. We'd take around 40,000 bottles per quarter, starting with a
trial pallet. Target price is EUR 4.10 - 4.40 per bottle, DAP Rotterdam or FCA. Remaining shelf
life on arrival: minimum 18 months. First delivery no later than 15 March 2027.

Please call me on +31 10 555 0100.

Best regards,
Marieke""",
        {
            "language": "en",
            "volume": Quantity(160_000, "bottle"),
            "volume_period": "year",
            "target_price": PriceBand(4.1, 4.4, "EUR", "bottle"),
            "certificates": ("organic", "ifs"),
            "certificates_nice": ("brcgs",),
            "incoterms": ("DAP", "FCA"),
            "incoterm_place": "Rotterdam",
            "origins_wanted": ("ES", "TN", "PT"),
            "origins_unwanted": ("TR",),
            "deadline": date(2027, 3, 15),
            "min_shelf_life_days": 540,
            "categories": ("1509",),
        },
    ),
    "zh": (
        """您好！我们是成都一家连锁商超，全国有120家门店，现采购以下产品：

产品：冷冻去骨牛肉（谷饲）
数量：每月3个40尺柜
目标价：CIF上海 6.8美元/公斤以内
产地：澳大利亚、乌拉圭均可，不要巴西的
资质：必须有海关备案和清真认证，最好有HACCP
保质期：不少于24个月
交货时间：2027年6月30日前到港

请贵司报价并附证书。联系电话：028-8555 1234""",
        {
            "language": "zh",
            "volume": Quantity(3, "fcl40"),
            "volume_period": "month",
            "target_price": PriceBand(6.8, 6.8, "USD", "kg"),
            "certificates": ("gacc", "halal"),
            "certificates_nice": ("haccp",),
            "incoterms": ("CIF",),
            "incoterm_place": "上海",
            "origins_wanted": ("AU", "UY"),
            "origins_unwanted": ("BR",),
            "deadline": date(2027, 6, 30),
            "min_shelf_life_days": 720,
            "categories": ("0202",),
        },
    ),
    "fr": (
        """Bonjour,

Torréfacteur à Lyon depuis 2009, nous recherchons du café vert arabica lavé d'Éthiopie ou du
Rwanda, certifié biologique et commerce équitable (Rainforest Alliance serait un plus). Nous ne
souhaitons pas de café du Brésil. Nos besoins : 60 tonnes par an, en sacs de 60 kg. Prix cible :
6,50 €/kg FOB Mombasa ou CIF Le Havre. Première livraison avant le 30 septembre 2027.
Durée de conservation : 12 mois minimum.

Cordialement,
Hélène""",
        {
            "language": "fr",
            "volume": Quantity(60, "t"),
            "volume_period": "year",
            "target_price": PriceBand(6.5, 6.5, "EUR", "kg"),
            "certificates": ("organic", "fairtrade"),
            "certificates_nice": ("rainforest-alliance",),
            "incoterms": ("FOB", "CIF"),
            "incoterm_place": "Mombasa",
            "origins_wanted": ("ET", "RW"),
            "origins_unwanted": ("BR",),
            "deadline": date(2027, 9, 30),
            "min_shelf_life_days": 360,
            "categories": ("0901",),
        },
    ),
    "es": (
        """Estimados señores:

Somos una distribuidora de Monterrey con 35 tiendas propias. Buscamos camarón congelado 21/25
de Ecuador o Vietnam (no de la India), certificado ASC y HACCP; idealmente también BRC.
Necesitamos 2 contenedores de 40 pies al mes, precio objetivo 7,80 USD por kilo CFR Manzanillo.
Vida útil mínima de 18 meses. Entrega antes del 1 de mayo de 2027.

Saludos cordiales,
Ing. Lucía Treviño""",
        {
            "language": "es",
            "volume": Quantity(2, "fcl40"),
            "volume_period": "month",
            "target_price": PriceBand(7.8, 7.8, "USD", "kg"),
            "certificates": ("asc", "haccp"),
            "certificates_nice": ("brcgs",),
            "incoterms": ("CFR",),
            "incoterm_place": "Manzanillo",
            "origins_wanted": ("EC", "VN"),
            "origins_unwanted": ("IN",),
            "deadline": date(2027, 5, 1),
            "min_shelf_life_days": 540,
            "categories": ("0306",),
        },
    ),
    "ar": (
        """السلام عليكم،

نحن شركة توزيع في جدة ولدينا 18 فرعا. نبحث عن دجاج مجمد كامل من البرازيل أو أوكرانيا، وليس من
الهند. يجب أن يكون المنتج حاصلا على شهادة حلال، ويفضل شهادة HACCP. الكمية المطلوبة: 5 حاويات 40
قدم شهريا. السعر المستهدف 1.95 دولار للكيلو CIF جدة. مدة الصلاحية لا تقل عن 12 شهرا.
التسليم قبل 1 مارس 2027.

مع التحية""",
        {
            "language": "ar",
            "volume": Quantity(5, "fcl40"),
            "volume_period": "month",
            "target_price": PriceBand(1.95, 1.95, "USD", "kg"),
            "certificates": ("halal",),
            "certificates_nice": ("haccp",),
            "incoterms": ("CIF",),
            "incoterm_place": "جدة",
            "origins_wanted": ("BR", "UA"),
            "origins_unwanted": ("IN",),
            "deadline": date(2027, 3, 1),
            "min_shelf_life_days": 360,
            "categories": ("0207",),
        },
    ),
    "ru": (
        """Добрый день!

Сеть магазинов в Екатеринбурге (64 точки) ищет поставщика оливкового масла Extra Virgin в бутылках
0,5 л. Страна происхождения: Испания или Тунис, кроме Турции. Объём: 20 000 бутылок в месяц,
пробный заказ 1 паллета. Обязательны сертификаты ISO 22000 и HACCP, желательно органик.
Целевая цена 3,9 евро за бутылку на условиях DAP Екатеринбург. Срок годности не менее 18 месяцев.
Первая поставка до 15 апреля 2027 г.

С уважением, Ольга""",
        {
            "language": "ru",
            "volume": Quantity(20_000, "bottle"),
            "volume_period": "month",
            "target_price": PriceBand(3.9, 3.9, "EUR", "bottle"),
            "certificates": ("iso-22000", "haccp"),
            "certificates_nice": ("organic",),
            "incoterms": ("DAP",),
            "incoterm_place": "Екатеринбург",
            "origins_wanted": ("ES", "TN"),
            "origins_unwanted": ("TR",),
            "deadline": date(2027, 4, 15),
            "min_shelf_life_days": 540,
            "categories": ("1509",),
        },
    ),
}
