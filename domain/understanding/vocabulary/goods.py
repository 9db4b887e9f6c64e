"""Ordering, food that is no set, medicine, and what is said about earlier texts."""

from domain.understanding.meanings import CancelWhat, Change
from domain.understanding.vocabulary import Line
from domain.understanding.words import Kind

ORDERS: tuple[Line, ...] = (
    (
        Kind.WANT,
        None,
        "要 订 定 买 来 想要 想买 想订 我要 购 购买 需要 预订 预定 下单 拿 带 给我来 帮我订 帮我买 帮订 报名 团购 要订 要买 订购 留 添 选 加购 捎 搞 弄 想吃 order want need get buy i'd_like i_want i_need please_send send give_me would_like get_me reserve 买点 来点 要点",
    ),
    (
        Kind.NOT_WANTED,
        None,
        "不要 不想要 别要 不订 不买 不需要 不要订 别订 不用 don't_want no_need_for do_not_want without_the not_the 莫要",
    ),
    (Kind.SET_WORD, None, "套餐 套菜 set sets package combo 款 种 样 套装 号餐 packages 品种 包裹套餐"),
    (
        Kind.ALL_SETS,
        None,
        "三样 每样 各样 样样 每种 各种 三种 三个套餐 三种套餐 所有套餐 全套 三样都 每个套餐 各个套餐 all_three everything 1_of_each each_set all_sets 三款 三套 每款",
    ),
    (
        Kind.SAME_AS_LAST,
        None,
        "多订了 多买了 多送了 订多了 送多了 少送了 送少了 少送 上次那样 像上次 像上次那样 照上次那样 跟上次那样 跟上次一样 和上次一样 减 减少 减掉 少要 少来 减去 同上次 照旧 老规矩 跟昨天一样 和昨天一样 跟上次的一样 和上次的一样 同上 还是上次的 还是老样 跟以前一样 和以前一样 还要上次的 照上次的 照上次 上次那个 上次的 按上次的 按老样子 再来一份一样的 一样的 跟之前一样 和之前一样 same_as_last_time same_as_before the_usual same_again same_order as_usual same_as_yesterday 跟上回一样 和上回一样 照样来 同昨天 还跟上次一样",
    ),
    (Kind.ORDER_WORD, None, "订单 定单 订的 买的 单子 预订的 团购的 下的单 orders my_order the_order 订货"),
    (Kind.CANCEL, CancelWhat.ORDER, "不订了 不买了 退单 撤单 退货"),
    (
        Kind.CANCEL,
        None,
        "取消 撤销 撤回 退掉 退 退了 作废 不要了 删掉 删除 算了 取消掉 撤消 退订 不用了 不需要了 不想要了 别送了 不用送了 撤掉 取消吧 收回 莫要了 不算 不算数 不作数 cancel undo cancel_it cancelled remove delete withdraw forget_it never_mind nevermind take_back 取消了",
    ),
    (
        Kind.CODE_WORD,
        None,
        "订单号 编号 序号 微信 微信号 尾号 密码 卡号 单号 快递单号 工号 车牌 邮编 身份证 身份证号 账号 qq qq号 取件码 门禁码 车牌号 车号 牌照 型号 版本 版本号 车次 航班 航班号 座位号 批次 序列号 编码 条码 口令 快递号 运单 运单号 流水号 病历号 医保号 学号 门禁 order_number order_no account password version ver model plate serial size ip flight",
    ),
    (
        Kind.REPORT_WORD,
        None,
        "上报 报的体温 报的 上报的 登记 登记的 补报 打卡 签到 汇报 报备 晨检 早检 午检 晚检 日检 填的 填报 发的体温 体温记录 报告 reported report 报的数",
    ),
)

EARLIER: tuple[Line, ...] = (
    (
        Kind.CORRECTION,
        Change.REPLACE,
        "哦不 噢不 啊不 不不 oops no_wait i_mean scratch_that 报错 报错了 更正 打错 打错了 写错 写错了 发错 发错了 说错 说错了 弄错 弄错了 搞错了 看错了 看错 上一条不对 上条不对 刚才不对 刚才的不对 不对 填错 填错了 输错 输错了 纠正 改正 订正 按错了 记错了 错了 前面不对 前面错了 重报 重新报 修正 correction wrong sorry_wrong mistake my_mistake i_made_a_mistake typo should_be meant i_meant fix 上条作废 上一条作废 改体温 有误 报的不对 以这条为准 以此为准 actually sorry_it's",
    ),
    (
        Kind.CHANGE_TO,
        Change.REPLACE,
        "改 改成 改为 改到 改一下 换成 换 修改 变成 修改为 更改为 更改 调整 调整为 改下 改改 change change_to correct_to corrected_to change_it_to change_my_order update instead modify make_it change_my_order_to change_order update_to update_order",
    ),
    (
        Kind.ADD,
        Change.ADD,
        "加 再加 再要 再来 再订 多要 多来 追加 另加 加订 多订 增加 再买 add another more add_another",
    ),
    (Kind.NOT_IS, None, "不是 并不是 而不是"),
    (Kind.IS, None, "是 为 应是 应为 应该是 实际是 其实是 it's is it_is its are was"),
    (
        Kind.CONDITION,
        None,
        "要是 如果 假如 假使 假设 倘若 若是 万一 除非 的话 if in_case provided unless",
    ),
    (Kind.NEARLY, None, "快 快到 快要 快有 接近 将近 临近 almost nearly close_to"),
    (
        Kind.HEDGE,
        None,
        "是不是 是否 算不算 正不正常 大概 大约 可能 好像 估计 应该 也许 差不多 记不清 记不清了 记不得 记不得了 不记得 不确定 不清楚 不晓得 不知道 似乎 大致 我猜 约 约莫 说不准 大概是 可能是 好像是 估计是 恐怕 多半 没看清 看不清楚 没看清楚 不太确定 记不太住 不太清楚 搞不清 拿不准 记不太清 忘了 忘记了 忘记多少 怕是 像是 也不知道 说不好 感觉像 大约是 印象中 maybe about around probably i_think roughly approximately approx not_sure i_guess perhaps don't_remember might_be could_be i'm_not_sure can't_remember forgot guess or_not 吧 估摸 我记得 记得是 貌似 好象 大差不差 看着像 或许 没注意看",
    ),
)

GOODS: tuple[Line, ...] = (
    (
        Kind.FOOD,
        None,
        (
            "红烧肉 红烧 叉烧 烧饼 烧鸡 烧鸭 烧鹅 烧麦 烧卖 烧烤 烧酒 烧茄子 烧豆腐 止咳糖 梨膏糖 酸辣粉 土豆 萝卜 白萝卜 胡萝卜 红萝卜 白菜 大白菜 小白菜 包菜 卷心菜 青菜 菠菜 芹菜 韭菜 花菜 西兰花 生菜 油菜 菜心 空心菜 菜苔 红菜苔 "
            "娃娃菜 莴笋 莴苣 黄瓜 南瓜 冬瓜 丝瓜 苦瓜 西红柿 番茄 茄子 辣椒 青椒 豆角 四季豆 豆芽 豆腐 豆干 千张 藕 莲藕 山药 红薯 "
            "洋葱 大葱 小葱 葱 姜 生姜 蒜 大蒜 香菜 香菇 蘑菇 木耳 玉米 苹果 香蕉 橘子 桔子 橙子 脐橙 梨 梨子 草莓 葡萄 西瓜 柚子 猕猴桃 "
            "肉 猪肉 牛肉 羊肉 排骨 五花肉 瘦肉 肉类 鸡 鸡肉 鸡蛋 蛋 鸭蛋 皮蛋 咸蛋 鸭子 鸡翅 鸡腿 鱼 草鱼 鲫鱼 武昌鱼 虾 米 大米 面 面条 挂面 "
            "面粉 面包 馒头 包子 饺子 汤圆 方便面 泡面 油 食用油 菜油 菜籽油 花生油 豆油 盐 食盐 酱油 醋 糖 白糖 味精 牛奶 酸奶 奶 豆浆 饼干 "
            "五粮液 茅台 二锅头 汾酒 黄酒 红酒 酒 白酒 啤酒 吐司 烟 香烟 茶叶 水 矿泉水 榨菜 咸菜 酸菜 腊肉 香肠 火腿 火腿肠 小米 糯米 绿豆 红豆 面皮 热干面 豆皮 米粉 粉丝 肉包 "
            "potato potatoes carrot carrots cabbage radish tomato tomatoes onion onions apple apples banana bananas orange oranges "
            "meat pork beef chicken fish egg eggs milk rice noodles oil salt bread flour tofu sugar 菜薹 西葫芦 土鸡 鲜奶 大豆油 鲜鱼 排骨肉"
        ),
    ),
    (
        Kind.MEDICINE,
        None,
        (
            "膏 药膏 软膏 贴膏 栓 退热栓 退烧栓 喷雾 喷剂 贴剂 滴剂 含片 喉片 润喉片 润喉糖 咽喉片 喉宝 退热贴 退烧贴 降温贴 冰宝贴 冷敷贴 冰袋 冰贴 冰敷贴 退烧用 退热用 降温用 物理降温 止痛 止疼 止咳 止泻 止痒 止吐 化痰 祛痰 头疼粉 头痛粉 晕车药 晕车贴 退烧针 退烧的药 退热的药 fever_medicine fever_reducer fever_patch cough_medicine cough_drops cooling_patch throat_lozenges lozenges 药 买药 代买药 代买药品 药品 药物 配药 拿药 开药 吃药 药片 发烧药 退烧药 退热药 感冒药 止咳药 咳嗽药 咳嗽药水 药水 药丸 药粉 止咳水 消炎药 降压药 高血压药 降糖药 "
            "糖尿病药 心脏病药 胃药 止痛药 止疼片 止痛片 去痛片 退烧片 感冒片 头痛药 头疼药 止疼药 止泻药 拉肚子药 安眠药 眼药水 滴眼液 中药 西药 中成药 抗生素 膏药 创可贴 纱布 棉签 碘伏 棉球 "
            "二甲双胍 胰岛素 阿司匹林 布洛芬 对乙酰氨基酚 扑热息痛 泰诺 阿莫西林 头孢 头孢克肟 左氧氟沙星 阿奇霉素 连花清瘟 连花清瘟胶囊 "
            "板蓝根 感冒灵 感冒灵颗粒 感冒清 感冒冲剂 999感冒灵 999感冒灵颗粒 三九感冒灵 三九感冒灵颗粒 三九胃泰 三九皮炎平 999皮炎平 999胃泰 999小儿感冒 "
            "三七粉 三七片 三七 三九 三九颗粒 小柴胡 小柴胡颗粒 藿香正气水 藿香正气 双黄连 止咳糖浆 川贝枇杷膏 枇杷膏 京都念慈菴 急支糖浆 速效救心丸 "
            "硝酸甘油 丹参滴丸 复方丹参 丹参片 硝苯地平 氨氯地平 络活喜 缬沙坦 厄贝沙坦 氯沙坦 美托洛尔 倍他乐克 卡托普利 依那普利 替米沙坦 代文 拜新同 施慧达 "
            "阿托伐他汀 立普妥 瑞舒伐他汀 辛伐他汀 氯吡格雷 波立维 格列美脲 格列齐特 阿卡波糖 拜糖平 拜阿司匹灵 优甲乐 左甲状腺素 奥美拉唑 吗丁啉 斯达舒 "
            "达喜 思密达 蒙脱石散 黄连素 牛黄解毒片 六味地黄丸 逍遥丸 乌鸡白凤丸 金嗓子 西瓜霜 开瑞坦 氯雷他定 扑尔敏 云南白药 红花油 风油精 维生素 维生素c 维c "
            "钙片 鱼油 沙丁胺醇 万托林 舒利迭 布地奈德 信必可 华法林 利尿剂 速尿 螺内酯 地高辛 胺碘酮 安定 舒乐安定 血糖试纸 试纸 针头 注射器 颗粒 胶囊 糖浆 口服液 冲剂 "
            "白加黑 快克 新康泰克 康泰克 日夜百服咛 百服宁 芬必得 保济丸 午时茶 银翘片 银翘 清热解毒 抗病毒 抗病毒口服液 莲花清瘟 莲花清温 连花清温 金花清感 奥司他韦 达菲 阿比多尔 "
            "medicine medicines medication medications meds pills pill tablets prescription prescriptions drug drugs insulin metformin aspirin ibuprofen paracetamol "
            "tylenol amoxicillin antibiotics cough_syrup inhaler amlodipine atorvastatin vitamins blood_pressure_pills painkillers painkiller need_medicine pharmacy 药店"
        ),
    ),
)

MANNERS: tuple[Line, ...] = (
    (
        Kind.COURTESY,
        None,
        (
            "唔该 唔该晒 谢谢 谢了 多谢 感谢 非常感谢 谢谢您 谢谢你 辛苦 辛苦了 您辛苦了 你辛苦了 好的 好 好滴 好哒 好嘞 收到 知道了 晓得了 明白 明白了 嗯 嗯嗯 行 可以的 ok okay "
            "明天见 明儿见 回头见 see_you_tomorrow see_you thanks thank_you thx ty yes sure got_it noted 麻烦了 麻烦您了 麻烦你了 不客气 再见 bye 👍 🙏 👌 好的好的 对 对的 是的 没错 了解 了解了 谢谢啊 知道啦 好啦 谢谢啦 辛苦啦 收到啦 好呢 好咧 中 要得 👏 ❤ 🌹 拜拜 祝好"
        ),
    ),
    (
        Kind.FILLER,
        None,
        (
            "能不能 可不可以 可以的话 方便的话 有空的话 行的话 如果方便 如果可以 如果方便的话 如果可以的话 要是方便 要是方便的话 if_possible if_you_can if_you_could 说的话 "
            "慢慢 渐渐 常常 好好 早早 稳稳 仅仅 偏偏 略略 微微 整整 足足 统统 通通 高兴 很高兴 打错电话 打错电话了 您好 你好 请 麻烦 麻烦您 麻烦你 帮我 请问 等症状 等不适 等不适症状 等情况 等现象 吃饭了 吃过饭 吃过饭了 吃饭没 吃饭了没 吃饭了吗 吃了退烧药 吃了药 吃过药 吃过药了 吃了感冒药 吃过退烧药 刚吃药 吃药了 已吃药 已吃药了 已经吃药 已经吃药了 已经吃了药 已经吃过药 已服药 服过药 服药了 吃了降压药了 took_my_medicine i_took_my_medicine taken_my_medicine have_taken_my_medicine 吃了降压药 天气不错 天气很好 天气真好 天气好 忘了报 忘记报 忘报 忘了上报 忘记上报 忘了发 忘记发 忘了说 同志 网格员 师傅 烧水 烧饭 烧菜 烧火 痛快 发烧友 发烧级 吐槽 吐鲁番 烧开 烧开了 显示 写的 量过了 测过了 量过 测过 那个 这个 快点 快些 赶紧 赶快 马上 立刻 跟你说 跟你讲 跟您说 告诉你 我跟你说 我跟你讲 我告诉你 头痛医头 咳咳 仍旧 依旧 依然 仍然 始终 测量结果 检测结果 结果 读数 数值 数据 反馈 回复 社区 糖尿病 高血压 冠心病 的 了 啦 啊 呀 哈 呢 吗 嘛 吧啦 一切 一样 一下 一直 一起 一会 一会儿 一点点 十分 哦 噢 加油 武汉加油 "
            "顺便 再 量的 测的 量了 测了 量 测 报 报一下 报个 上报一下 please hello hi dear good_morning good_evening good_afternoon the an of my 从 就是 只是 但是 但 不过呢 起来 "
            "户 地址 住 住在 电话 手机 手机号 tel phone 联系电话 号码 在家 在屋里 居家 隔离 第 早安 晚安 早上好 上午好 下午好 晚上好 中午好 大家好 阿姨好 体温登记 体温上报 今日体温 ✅ ✔ √ 😊 😀 😁 🙂"
        ),
    ),
)
