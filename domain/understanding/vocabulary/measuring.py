"""Temperatures in words: measured or not, high or normal, over again; and 都好, which says nothing of one."""

from domain.understanding.vocabulary import Line
from domain.understanding.words import Kind

_IN_A_WHILE = "等下 等一下 等会 等会儿 等一会 等一会儿 等哈 等哈子 一会 一会儿 待会 待会儿 过会 过会儿 过一会 晚点 晚点儿 晚些 稍后 回头 迟点"
_LATER = " ".join(
    f"{later}{again}{verb}"
    for later in _IN_A_WHILE.split()
    for again in ("", "再", "就", "给你")
    for verb in "量测报补"
)
WELL = "well"  # of people, as 都好; 蛮好 can be of anything
_USUAL = "平时 平常 平日 往常 往日 以前 之前 昨天 昨晚 早上 上午 正常 正常值 正常的 正常人 正常体温 别人"
_HIGHER_THAN_USUAL = " ".join(
    f"比{usual}{much}{hot}"
    for usual in _USUAL.split()
    for much in ("", "要", "还", "都", "稍", "略", "稍微", "略微", "有点", "有些")
    for hot in "高热烫"
)
_SOMEWHAT = "稍 略 稍微 略微 微 有些 有点偏 有些偏 比较 蛮 好 很 太 过 还是 还 又 一直 还是有点 还有点"
_TEMPERATURE_HIGH = " ".join(
    f"{measured}{much}高" for measured in ("体温", "温度", "量出来", "量得", "量的") for much in _SOMEWHAT.split()
)
_RISES = "上来 上去 上升 升 升高 升上来 往上 涨 上涨 涨上来 起来 窜上来 飙升 高起来 高上去"
_TEMPERATURE_RISES = " ".join(
    f"{measured}{again}{rises}"
    for measured in ("体温", "温度")
    for again in ("", "又", "还在", "一直在", "在", "开始", "慢慢")
    for rises in _RISES.split()
)

TEMPERATURES: tuple[Line, ...] = (
    (
        Kind.TEMPERATURE,
        None,
        "体温 温度 体温是 量体温 测体温 额温 腋温 耳温 temp temperature temps 体溫 腋下 tw t wd tem 报体温 上报体温",
    ),
    (
        Kind.MEASURE,
        None,
        "血糖 血压 血氧 心率 心跳 脉搏 体重 身高 高压 低压 空腹 餐后 血脂 尿酸 氧饱和度 呼吸频率 bp blood_pressure blood_sugar pulse heart_rate spo2 oxygen weight 室温 水温 气温 度数",
    ),
    (
        Kind.BELOW,
        None,
        "不到 没到 没超过 未超 没超 不超 冇超 未高于 没大于 不大于 未超出 不超过 未超过 没有超过 低于 小于 未到 没过 不过 没有到 没高过 不高于 没高于 未达到 没达到 < ≤ 体温不高于 温度不高于 不足 不上 没上 没得到 冒过 冒到 冇到 冇超过 少于 below under less_than not_over not_above",
    ),
    (
        Kind.ABOVE,
        None,
        "> ≥ 不低于 不少于 不下于 超 高过 超过 高于 大于 过了 超了 超出 over above more_than higher_than 到了 不止 已超过",
    ),
    (Kind.BELOW_BEHIND, None, "以下 以内 之内 之下 内 or_below or_less"),
    (Kind.ABOVE_BEHIND, None, "以上 之上 往上 出头 or_more or_above"),
    (Kind.ODD, None, "多 几 多点 多一点 几度 多度 多一点点 好几 something odd 多些"),
    (Kind.ABOUT, None, "左右 上下 的样子 or_so"),
    (Kind.TO, None, "到 至 to ~ between"),
    (Kind.OR, None, "还是 或者 或 要么 or either 或是 要不"),
    (
        Kind.NOT,
        None,
        "不会 不 没 没有 无 未 未见 并不 并没有 没得 冇 冇得 冒 冒得 冒有 毫无 均无 没啥 没出现 不再 莫 没觉得 no not without don't_have i_don't_have haven't don't do_not_have didn't isn't is_not wasn't never won't will_not no_longer 不是很 无任何 没任何 没有任何 未出现 也无 否认 非 谈不上 算不上 说不上 称不上",
    ),
    (
        Kind.VERY,
        None,
        "太 大 很 怎么 是很 算 算是 蛮 特别 那么 有点 有点儿 有些 一点 哪里 哪儿 感觉 觉得 什么 任何 别的 其他 其它 其余 啥 明显 见 现 出现 出 有 fully really quite very so feeling a any have 得",
    ),
    (
        Kind.NORMAL,
        None,
        "没人发烧 没人发热 没有人发烧 没有人发热 没有一个发烧 没有一个发热 没一个发烧 没一个发热 无人发烧 无人发热 冇得人发烧 没有谁发烧 nobody_has_a_fever no_one_has_a_fever none_of_us_has_a_fever 正常 一切正常 均正常 都正常 全部正常 正常的 normal normally 无异常 没异常 没有异常 未见异常 无特殊情况 正常值 很正常 蛮正常 normal_today 体温没问题 体温无异常 体温不高 温度不高 体温不太高 体温都不高 体温不算高",
    ),
    (
        Kind.ABNORMAL,
        None,
        f"{_HIGHER_THAN_USUAL} {_TEMPERATURE_HIGH} {_TEMPERATURE_RISES} 稍高 略高 微高 高一点 高一点点 高一些 有些高 异常 偏高 有异常 高了 有点高 有点偏高 不对劲 不太对 不大对 不怎么对 不太对劲 不对头 abnormal 升高 温度高 体温高 体温有点高 体温偏高 too_high elevated 体温升高 high",
    ),
    (
        Kind.FINE,
        WELL,
        "没事 没事儿 都好 好着呢 一切都好 一切安好 都挺好 都还好 平安 安好 都好着 身体好 身体健康 没大碍 无大碍 一切好 状况良好 情况良好 身体良好 一切如常 好好的 冇得事 冒得事 没得事 没得么事 都没事 老样子 无恙 i_am_ok i'm_ok i_am_okay i'm_okay we_are_ok we're_ok we_are_okay we_are_good everyone_is_ok i_feel_good i_feel_ok i_feel_fine doing_well doing_fine 还活着 all_good i'm_fine i'm_good we_are_fine all_fine all_ok everything_is_fine everything_ok feeling_well 身体无恙 没啥事 没啥 没什么事 没得啥事 冇事 没得事情 都平安 都蛮好 都很好 人都好 都还行 we're_fine we're_all_fine we_are_all_fine i_am_fine i_am_good everyone_is_fine all_well",
    ),
    (
        Kind.FINE,
        None,
        "还行 还好 很好 挺好 蛮好 好得很 不错 健康 没问题 没什么 可以 还可以 良好 如常 没有呼吸困难 没呼吸困难 呼吸正常 呼吸顺畅 呼吸平稳 呼吸通畅 呼吸均匀 么事 还不错 没毛病 无不适 没症状 无症状 没有症状 没有不适 没有不舒服 无不适症状 无其他症状 fine well good no_symptoms 无其他不适 好转 没啥问题 没得问题 冇得问题 没有问题",
    ),
    (
        Kind.NOT_MEASURED,
        None,
        f"{_LATER} 没量 没测 未量 未测 没量体温 没测体温 还没量 还没测 冒量 冇量 没有量 没有测 没来得及量 没来得及测 没来得及量体温 忘记量 忘了量 忘量 忘记测 忘了测 量体温忘了 量体温忘记了 测体温忘了 测体温忘记了 体温忘了量 体温忘记量 没时间量 没空量 还没有量 还没有测 尚未测量 未测量 没测量 没量成 先不量 先不测 没量过 没量呢 没法量 量不了 没得时间量 did_not_measure did_not_take did_not_check have_not_checked not_measure not_measuring haven't_measured haven't_measured_yet not_measured not_measured_yet haven't_taken haven't_checked not_taken not_yet didn't_measure forgot_to_measure not_checked will_measure_later haven't_taken_it didn't_take didn't_check have_not_measured have_not_taken forgot_to_take not_yet_measured haven't_taken_my not_yet_taken 冇测 冒测 来不及量",
    ),
    (
        Kind.RECOVERED,
        None,
        "全好了 好全了 好完了 好透了 痊愈 痊愈了 康复 康复了 消失 消失了 止住了 gone all_gone has_gone gone_away went_away cured recovered cleared_up",
    ),
    (
        Kind.FEVER_GONE,
        None,
        "退烧 退热 烧退 退到 退到了 降到 降到了 烧已退 热退 退了烧 不烧了 不发烧了 不发热了 已经不烧 已退烧 已退热 好多了 好些了 好一点了 好点了 烧退了 烧完了 没烧了 没发烧了 刚退烧 烧过 发过烧 发烧好了 烧好了 fever_is_gone fever_gone no_longer_have_a_fever fever_went_down had_a_fever 烧降 降下来",
    ),
)
