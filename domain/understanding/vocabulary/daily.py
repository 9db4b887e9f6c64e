"""Numbers' marks, doors, people and times."""

from domain.understanding.vocabulary import Line
from domain.understanding.words import Kind

SIGNS: tuple[Line, ...] = (
    (Kind.POINT, None, ". 。 · • ・ ‧ ∙ ⋅"),
    (Kind.COMMA, None, ","),
    (Kind.STOP, None, "、 ; ! \" ' 【 】 「 」 『 』 { } ( ) [ ] 《 》 “ ” ‘ ’ … ? | & + ="),
    (Kind.STROKE, None, "- ‐ ‑ – — − 〜 _"),
    (Kind.HASH, None, "#"),
    (Kind.SLASH, None, "/ \\"),
    (Kind.COLON, None, ":"),
    (Kind.TIMES, None, "x × * ✕ ✖"),
    (Kind.PERCENT, None, "%"),
    (Kind.MONEY_SIGN, None, "¥ $ ￥"),
)

NUMBERS: tuple[Line, ...] = (
    (Kind.HALF, None, "半 half"),
    (Kind.DEGREE, None, "度 °c 摄氏度 ° ℃ 渡 肚 c degrees degree degrees_c celsius deg 度c"),
    (Kind.FAHRENHEIT, None, "°f f 华氏度 华氏 fahrenheit degrees_f ℉ deg_f"),
    (Kind.DOT_WORD, None, "点 点钟 point"),
    (Kind.TENTH_WORD, None, "分"),
    (Kind.MONTH, None, "月 月份"),
    (Kind.YEAR, None, "年"),
    (Kind.DAY, None, "日"),
    (Kind.ORDINAL, None, "号"),
    (Kind.HOUR_MARK, None, "am pm a.m. p.m. o'clock 时 点整 hrs"),
    (
        Kind.DOSE_UNIT,
        None,
        "公里 千米 迈 平方 吨 瓦 伏 兆 km mph miles mg g ml ug μg mcg iu 毫克 克 毫升 微克 单位 粒装 片装 支装 码 英寸 厘米 cm 平米 毫摩尔 mmol mmol/l mmhg",
    ),
    (Kind.MONEY_UNIT, None, "元 块 块钱 毛 元钱 yuan rmb kuai 角 dollars"),
    (
        Kind.SPAN,
        None,
        "天 天天 个月 周 个星期 星期 礼拜 小时 个小时 分钟 个钟头 岁 年级 days day hours hour weeks years year_old years_old year-old years-old yrs 次 遍 回 声 阵 夜 秒 步",
    ),
    (
        Kind.WEIGHT,
        None,
        "斤 公斤 千克 kg kilo kilos jin 市斤 两重 箱 板 把 根 头 条 只 筐 捆 尾 块肉 棵 颗 boxes box crate",
    ),
    (Kind.PACK, None, "盒 瓶 片 粒 支 丸 罐 卷 贴 管 张 双 提 桶 件 packs pack bottles bottle pills_of"),
    (
        Kind.COUNTER,
        None,
        "份 套 个 组 袋 包 份儿 份的 sets_of set_of portions_of portion_of bags_of bag_of portions portion bags bag",
    ),
    (Kind.PERSON_COUNTER, None, "人 口 口人 个人 位 名 个大人 口子 people persons person of_us"),
    (Kind.FLOOR, None, "楼 层 楼层"),
)

DOORS: tuple[Line, ...] = (
    (Kind.BUILDING_MARK, None, "栋 幢 号楼 座 号栋 栋楼 栋的 号楼的 冻楼"),
    (Kind.BUILDING_WORD, None, "building bldg bldg. block blk"),
    (Kind.UNIT_MARK, None, "单元 门洞 单元的 门"),
    (Kind.UNIT_WORD, None, "unit"),
    (Kind.ROOM_MARK, None, "室 房 号房 房间 号室 室的"),
    (Kind.ROOM_WORD, None, "房号 房间号 门牌 门牌号 room rm rm. apt apt. flat apartment"),
)

_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth")
_PLACES: tuple[Line, ...] = tuple(
    (
        Kind.NAME,
        place,
        f"第{number}位 第{number}个人 第{number}人 第{place + 1}位 第{place + 1}个人 第{place + 1}人 the_{ordinal}_person {ordinal}_person person_{place + 1}",
    )
    for place, (number, ordinal) in enumerate(zip("一二三四五六七八九", _ORDINALS, strict=True))
)
PEOPLE: tuple[Line, ...] = (
    *_PLACES,
    (
        Kind.SELF,
        None,
        "我 本人 自己 俺 我自己 我本人 咱 me i mine myself my_own self my_temp my_temperature my_temp_is my_temperature_is",
    ),
    (
        Kind.KIN,
        None,
        (
            "内人 贱内 配偶 户主 老伴 老伴儿 老公 老婆 爱人 妻子 丈夫 先生 太太 媳妇 老头子 老头 老太婆 老太 老太太 老爷子 屋里人 堂客 婆娘 爸 爸爸 "
            "妈 妈妈 父亲 母亲 老爸 老妈 爹 爹爹 娘 姆妈 老爹 老娘 老汉 爷爷 奶奶 外公 外婆 姥姥 姥爷 公公 婆婆 家公 家婆 家家 岳父 "
            "岳母 丈母娘 儿子 女儿 姑娘 儿媳 儿媳妇 女婿 孙子 孙女 外孙 外孙女 孩子 小孩 娃 娃娃 伢 伢子 小伢 宝宝 小宝 大宝 二宝 "
            "孙伢 哥哥 弟弟 姐姐 妹妹 哥 弟 姐 妹 大哥 大姐 嫂子 叔叔 阿姨 祖父 祖母 太爷 太奶 太公 太婆 嗲嗲 崽 满崽 细伢 细伢子 妹子 老倌 老倌子 婆婆子 丫头 闺女 囡囡 囡 公爹 公公婆婆 弟媳 弟妹 姐夫 妹夫 嫂嫂 姑姑 姑父 姨 姨父 舅妈 婶婶 婶 伯伯 伯父 伯母 表哥 表弟 表姐 表妹 外甥 外甥女 媳妇儿 侄儿 男朋友 女朋友 室友 保姆 护工 舅舅 姨妈 姑妈 侄子 侄女 大人 老人 老的 老大 老二 小的 爷 "
            "husband wife hubby spouse mother father mom mum mama dad papa son daughter grandson granddaughter grandma "
            "grandpa grandmother grandfather kid child baby brother sister partner boyfriend girlfriend housemate uncle aunt cousin nephew niece roommate boy girl"
        ),
    ),
    (Kind.EACH, None, "都 均 各 全 全部 每人 都是 也都 均为 都在 同样 also both all each everyone 也 也是"),
    (Kind.AND, None, "和 跟 与 同 以及 及 and 还有"),
    (Kind.FOR, None, "帮 替 代 给 for 代替 帮忙 代为 帮我给"),
    (
        Kind.NEIGHBOUR,
        None,
        (
            "邻居 楼上 隔壁 对门 楼下 对面 隔壁家 邻居家 neighbor neighbour neighbor's neighbour's next_door 邻家 别人家 "
            "隔壁的 对门的 同楼 楼道里 朋友 亲戚 同事 我同学 我老板 我领导 我们老板 我们领导 "
            "friend friend's colleague colleague's coworker classmate roommate's landlord"
        ),
    ),
    (
        Kind.FILLER,
        None,
        "我家 我们家 咱家 我屋里 屋里 家里 家中 我们 咱们 俺家 俺们 他 她 他们 my our we us 一家 全家 一家人 全家人 family",
    ),
)

USUAL = "usual"  # no day, but other days than this
TIMES: tuple[Line, ...] = (
    (Kind.YESTERDAY, USUAL, "平时 平常 平日 往常 一般是 一般都 一般都是 一般在 usually normally"),
    (
        Kind.YESTERDAY,
        None,
        (
            "昨天 昨日 寻日 琴日 昨晚 昨夜 昨儿 前天 前日 前晚 上周 昨 昨天夜里 昨天晚上 昨天早上 昨天下午 昨天上午 前几天 大前天 "
            "yesterday last_night 上次 之前 以前 前两天 上个月 上月 上星期 上个星期 上礼拜 去年 那天 当时"
        ),
    ),
    (
        Kind.TOMORROW,
        None,
        (
            "明天 明日 听日 明早 明晚 明晨 明儿 明个 明朝 明天早上 明天上午 明天中午 明天下午 明天晚上 后天 后日 大后天 下周 下星期 下个星期 下个月 改天 过两天 "
            "tomorrow tomorrow's tomorrow_morning tomorrow_afternoon tomorrow_evening next_week the_day_after_tomorrow"
        ),
    ),
    (
        Kind.TODAY,
        None,
        "今天 今日 今儿 今 今朝 而家 今早 今晨 今晚 今天早上 今天早晨 今天上午 今天下午 今天中午 今天晚上 今早上 今天的 今日的 today today's this_morning this_afternoon this_evening now 现在 目前",
    ),
    (
        Kind.PART_OF_DAY,
        None,
        (
            "睡醒 醒来 醒了 睡觉前 睡觉之前 吃饭前 吃饭后 吃完饭 早 早上 早晨 早起 清早 清晨 大早 上午 中午 下午 傍晚 晚 晚上 晚间 夜里 夜间 凌晨 午后 半夜 起床 睡前 饭前 饭后 "
            "morning noon afternoon evening night tonight"
        ),
    ),
    (
        Kind.TIMES_MEASURED,
        None,
        (
            "两次 两遍 两回 三次 三遍 几次 好几次 twice 第一次 第二次 第三次 头一次 第一遍 第二遍 又量 再量 后来 左边 右边 左 右 左手 右手 刚才 刚刚 先 然后 再测 又测 复测 重新量 "
            "first second then earlier again later before after"
        ),
    ),
    (
        Kind.DAILY_LIFE,
        None,
        "睡得 睡的 睡着 睡觉 睡眠 睡好 能吃能睡 不饿 吃得下 睡得着 没睡 没睡好 睡了 吃得 吃的 没吃好 胃口 饭量 喝酒 喝了酒 打麻将 打牌 没出门 没出去 看电视 没下楼 slept sleep ate eat eaten appetite drank",
    ),
    (
        Kind.FILLER,
        None,
        "由 刚 今年 跳楼价 独居 独身 单身 独自 人数 夫妻 夫妇 母子 父子 母女 父女 祖孙 爷孙 婆媳 兄弟 姐妹 去买菜 出去买菜 去买个菜 出门买菜 下楼买菜 上街买菜 买菜回来 买完菜 买菜去了 出门买菜回来 下楼买菜回来 出去买菜回来 去买菜回来 深呼吸 深呼吸一下 只有 才 没报 还没报 没上报 没有报 已 已经 周一 周二 周三 周四 周五 周六 周日 星期一 星期二 星期三 星期四 星期五 星期六 星期日 星期天 礼拜天",
    ),
)

OUTDOORS = "outdoors"  # where it is so warm, and where somebody is
THINGS: tuple[Line, ...] = (
    (Kind.THING, OUTDOORS, "外面 外头 外边 室外 屋外 户外 outside"),
    (
        Kind.THING,
        None,
        (
            "天气 天气预报 天气预报说 天气预报讲 预报说 气象 weather 一共 总共 共计 狗 狗狗 小狗 猫 猫咪 小猫 宠物 股票 股价 股市 大盘 收盘 收盘价 开盘 指数 基金 汇率 油价 汽油 柴油 视力 金价 房价 菜价 单价 烤箱 水缸 鱼缸 "
            "鞋码 尺码 鞋 鞋子 衣服 裤子 帽子 流量 网速 电台 水表 电表 气表 煤气表 公交 高铁 火车 列车 度数 锁 把手 门把手 扶手 大门 房门 铁门 防盗门 卷闸门 车 车子 车门 汽车 电动车 自行车 三轮车 电脑 洗衣机 机器 鼠标 键盘 柜子 抽屉 "
            "stock stocks share shares price oven car bike computer machine door lock"
        ),
    ),
)
