"""Symptoms, and what somebody needs."""

from domain.understanding.meanings import NeedKind, Symptom
from domain.understanding.vocabulary import Line
from domain.understanding.words import Kind

_GASPS = " ".join(
    said
    for verb in "喘出接上吸透缓回进提"
    for end in ("上", "进", "过", "来", "赢", "了", "动", "出", "匀", "住", "上来", "过来")
    for said in (f"{verb}不{end}气", f"气{verb}不{end}", f"气都{verb}不{end}", f"气也{verb}不{end}")
)

_UP = " ".join(
    f"{carry}{up}"
    for carry in ("拿", "提", "搬", "带", "拎", "扛", "送", "背")
    for up in ("上来", "上楼", "上去", "到楼上", "到家", "到屋里", "到家里", "到门口", "上门")
)
_BODY = "嘴唇 嘴 脸 脸色 面色 手脚 手 脚 腿 胳膊 眼睛 耳朵 腰 背 脖子 喉咙 嗓子 舌头 皮肤 身上 四肢 手指 脚趾"
_GOES_WRONG = "肿 肿了 发麻 麻了 发白 惨白 苍白 发紫 紫了 发青 青了 发黑 黑了 白了 乌了 发黄 黄了 蜡黄 冰凉 冰冷 发凉 抽筋 流脓 抬不起来 使不上劲 动不了 动弹不得"
_LYING = " ".join(
    f"{lies}{at}{place}"
    for lies in "躺倒趴瘫昏晕"
    for at in ("", "在", "倒在", "到")
    for place in ("地上", "地下", "地板", "楼梯", "楼道", "厕所", "卫生间", "厨房", "门口", "路边")
)
_BODY_AILS = " ".join(
    f"{part}{very}{ails}" for part in _BODY.split() for very in ("", "有点", "都", "全") for ails in _GOES_WRONG.split()
)
_BROKEN = " ".join(
    f"{part}{how}断{done}"
    for part in ("手", "脚", "腿", "胳膊", "骨头", "肋骨", "腰", "脖子")
    for how in ("", "摔", "跌", "压", "砸", "撞")
    for done in ("", "了")
)

SYMPTOMS: tuple[Line, ...] = (
    (
        Kind.SYMPTOM,
        Symptom.FEVER,
        "very_hot so_hot feel_hot feeling_hot feels_hot hot_and_cold 烫得很 好烫 烫得狠 热得烫手 烧糊涂 脑壳烫 头烫 头很烫 头好烫 额头好烫 额头滚 脑门烫 身上滚 身上发滚 身上发烫 身上很烫 身上好烫 烫手 烫人 摸着烫 摸着发烫 摸着好烫 摸起来烫 摸上去烫 摸着热 发寒热 打摆子 running_a_temperature running_a_temp hot_forehead 发烧 发热 低烧 高烧 高烧不退 低烧不退 发烧不退 发低烧 发高烧 烧 烧得 发高热 低热 高热 在烧 烧起来 烧到 发烫 滚烫 身上烫 身上热 额头烫 额头很烫 有点烫 有点热 浑身发热 热度 烧人 fever feverish a_fever high_fever burning_up 烧起来了",
    ),
    (
        Kind.SYMPTOM,
        Symptom.COUGH,
        "痰里有血 痰中带血 痰带血 痰里带血 咳嗽 咳 干咳 咳得 咳个不停 老咳 咳痰 有痰 cough coughing coughs a_cough 嗽",
    ),
    (
        Kind.SYMPTOM,
        Symptom.WEAK,
        "有点累 好累 很累 蛮累 累得慌 人累 特别累 累死 浑身软 浑身发软 发软 腿软 腿发软 全身发软 软绵绵 没精打采 打不起精神 精神不好 精神差 冇得劲 冇得力 冇劲 冒得劲 提不起劲 没气力 冇得气力 no_strength no_energy so_tired 乏力 没力气 没力 没劲 没得劲 没精神 无力 浑身没劲 浑身无力 全身无力 浑身没力 四肢无力 身上没劲 没有力气 没有劲 冇力 冒得力 累得很 疲倦 乏 weak weakness tired fatigue very_weak exhausted 疲乏 虚弱",
    ),
    (
        Kind.SYMPTOM,
        Symptom.BREATHLESS,
        f"{_GASPS} 闷气 气闷 有点闷 好闷 蛮闷 闷得很 憋醒 憋醒了 气急 气紧 气憋 气不匀 气不顺 气不够 喘不赢 喘不匀 喘不过来 喘粗气 咳喘 哮喘 wheezing wheeze wheezy gasping panting out_of_breath shortness_of_breadth 气短 气促 喘不上气 喘不过气 呼吸困难 喘气 气喘 喘 憋气 憋得慌 上不来气 透不过气 呼吸不畅 呼吸急促 气不够用 出不来气 出不了气 吸不上气 呼吸不过来 上气不接下气 胸口憋 喘得厉害 气接不上 can't_breathe cannot_breathe short_of_breath shortness_of_breath breathless hard_to_breathe trouble_breathing difficulty_breathing breathing_problem 呼吸有点困难 呼吸有些困难",
    ),
    (
        Kind.SYMPTOM,
        Symptom.CHEST,
        "扑通扑通 心里扑通 心扑通 heart_pounding heart_is_pounding heart_is_beating_fast 心跳快 心跳好快 心跳很快 心跳得快 心跳得好快 心跳蛮快 心跳太快 心跳过快 心跳加速 心跳不齐 心跳乱 心发慌 心里慌得很 胸口压得慌 心口压得慌 heart_racing heart_is_racing chest_hurts chest_pains 胸闷 胸痛 胸口痛 胸口疼 胸口闷 心口疼 心口痛 心慌 心悸 心绞痛 胸疼 心里慌 心跳得厉害 心脏不舒服 心脏疼 胸口不舒服 心口闷 chest_pain chest_tightness tight_chest chest_tight palpitations 胸口发闷 心里发慌",
    ),
    (
        Kind.SYMPTOM,
        Symptom.DIZZY,
        "昏昏沉沉 昏沉沉 迷迷糊糊 晕晕乎乎 头发昏 头有点昏 头很昏 头好昏 脑壳发昏 脑壳发晕 头重 打晃 天晕地转 the_room_spins 头晕 头昏 站不稳 走路不稳 走不稳 眩晕 眼前发黑 眼前一黑 两眼发黑 can't_stand cannot_stand 晕乎乎 头发晕 天旋地转 头重脚轻 晕得很 头有点晕 头很晕 头好晕 晕 脑壳昏 脑壳晕 脑袋昏 dizzy dizziness light_headed faint lightheaded",
    ),
    (
        Kind.SYMPTOM,
        Symptom.HEADACHE,
        "头痛 头疼 头也疼 头也痛 头有点疼 头有点痛 头很疼 头很痛 头好疼 头好痛 脑壳疼 脑壳痛 脑袋疼 脑袋痛 偏头痛 headache head_hurts head_aches",
    ),
    (
        Kind.SYMPTOM,
        Symptom.THROAT,
        "喉咙冒烟 嗓子冒烟 嗓子冒火 喉咙冒火 咽痛 嗓子疼 嗓子痛 喉咙疼 喉咙痛 喉咙有点疼 喉咙有点痛 嗓子有点疼 嗓子有点痛 咽喉痛 咽喉疼 喉咙不舒服 嗓子不舒服 喉咙干 嗓子干 嗓子哑 嗓子发炎 喉咙发炎 嗓子也疼 喉咙也疼 喉咙发干 喉咙痒 嗓子痒 sore_throat throat_hurts",
    ),
    (
        Kind.SYMPTOM,
        Symptom.NOSE,
        "流鼻涕 鼻塞 打喷嚏 流涕 鼻子不通 鼻子塞 流清鼻涕 清鼻涕 感冒了 感冒 着凉 着凉了 伤风 闻不到味 闻不到味道 闻不出味 没嗅觉 没有嗅觉 尝不到味 吃饭没味 吃东西没味 嘴里没味 sense_of_smell sense_of_taste 没味觉 嗅觉没了 尝不出味道 没有味觉 a_bad_cold my_cold the_cold his_cold her_cold bad_cold runny_nose stuffy_nose sneezing a_cold lost_taste lost_smell can't_smell can't_taste loss_of_taste loss_of_smell 鼻涕",
    ),
    (
        Kind.SYMPTOM,
        Symptom.STOMACH,
        "拉了一天 拉了两天 拉了三天 拉了一晚 拉了一夜 拉了几次 拉了几回 拉了好几 拉了三次 拉肚 吃坏肚子 吃坏了 食物中毒 拉肚子 腹泻 呕吐 恶心 想吐 吐了 拉水 拉稀 肚子疼 肚子痛 肚子不舒服 胃疼 胃痛 拉得 跑肚 反胃 吐得 肚子胀 吃不下饭 吃不下东西 吃不下 没胃口 胃不舒服 上吐下泻 腹痛 作呕 屙肚子 屙稀 diarrhea diarrhoea vomiting vomit nausea stomach_ache stomachache threw_up throwing_up 便血 拉血 吐血 吐 大便发黑 大便黑 大便黑色 大便是黑的 黑便 大便带血 大便有血 大便出血 吃不进 吃不进去 吃不进东西 不想吃饭 不想吃东西 不想吃 没食欲 食欲不振 食欲不好 食欲差 胃口不好 胃口差 胃口不开 肚屙 屙了 vomited vomitted loose_motion loose_motions loose_stools",
    ),
    (
        Kind.SYMPTOM,
        Symptom.PAIN,
        "针扎 痛风 身上疼 身上痛 浑身疼 浑身痛 浑身酸痛 全身酸痛 肌肉酸痛 骨头疼 关节疼 全身疼 腰疼 腰痛 腿疼 腿痛 背疼 牙疼 牙痛 酸痛 疼得 痛得 好疼 好痛 疼 痛 发冷 畏寒 打寒战 打冷战 打哆嗦 发抖 打冷颤 冷颤 寒颤 盗汗 觉得冷 全身酸 浑身酸 身上酸 冒冷汗 出虚汗 怕冷 寒战 shaking 浑身发冷 身上发冷 chills pain aches body_aches shivering sweating muscle_pain hurts",
    ),
    (
        Kind.SYMPTOM,
        Symptom.UNWELL,
        f"{_BODY_AILS} 脸色不好 脸色难看 脸色很差 面色不好 面色难看 尿不出 尿不出来 解不出来 拉不出来 冷汗 虚汗 扭了 崴了 崴脚 闪了腰 腰闪了 闪到腰 扭到腰 腰扭了 脚扭了 脚崴了 不能动 不能动了 动不了 动不得 动不得了 动弹不得 视力模糊 看东西模糊 看东西重影 耳鸣 耳朵嗡嗡响 还没好 没好全 没好利索 没好透 不见好 摔下来 摔下去 跌下来 掉下来 头破 头破了 磕破 碰破 站不起 站不起来 烫伤 摔倒 摔倒了 滑倒 滑倒了 栽倒 绊倒 跌了 摔坏了腿 憋闷 闷得慌 缺氧 受不了 撑不住 顶不住 扛不住 发青 发紫 冷得打抖 打抖 打颤 说胡话 流产 看不见了 看不到了 流鼻血 鼻血 尿血 出血 吃错药 吃错了药 药吃多 药吃多了 吃多了药 中毒 狗咬 咬伤 被咬 咬了 肿 起不来 起不了床 下不了床 起不来床 没起床 不吃不喝 手抖 脚软 犯了 犯病 病犯了 发作 发作了 阑尾炎 胆囊炎 胰腺炎 心肌炎 发炎 发炎了 化脓 确诊了 核酸阳性 检测阳性 阳性了 我阳了 rash fell fallen a_fall swollen overdose wrong_medicine bleeding_heavily tested_positive 不快活 过不得 不大好 不太好 不怎么好 情况不好 状态不好 人蔫 cramps under_the_weather rough terrible awful 不舒服 症状 不大舒服 不太舒服 不怎么舒服 蛮不舒服 难受 好难受 很难受 不好受 不适 不舒坦 身体不好 人不行 不得劲 病了 生病 生病了 身体不适 不行了 舒服不得 有点不好 不自在 人不舒服 心里不舒服 unwell sick ill not_well not_feeling_well don't_feel_well feel_bad feeling_bad not_feeling_good don't_feel_good 血压高 血压很高 血压升高 血压上来了 血糖高 血糖很高 血糖升高 血糖低 血压低 低血糖 手麻 手脚麻 发麻 摔了一跤 摔了 摔跤了 跌倒了 跌了一跤 摔伤了 受伤了 烫伤了 出血了 流血了 流血 割伤 割破 割到手 骨折 烧伤 烫到 扭伤 扭到 砸伤 过敏了 起疹子 中毒了 抽筋 fell_down i_fell injured bleeding 心脏病 失眠 睡不着 身上痒 肿了",
    ),
)

NEEDS: tuple[Line, ...] = (
    (
        Kind.NEED,
        NeedKind.OTHER,
        "不用来了 不用来 别来了 不要来了 不必来了 不需要来了 不用上门 不用上门了 别上门 别上门了 no_need_to_come no_need_to_visit don't_come please_don't_come",
    ),
    (
        Kind.NEED,
        NeedKind.EMERGENCY,
        f"{_LYING} {_BROKEN} 烟冒 冒出烟 冒黑烟 冒白烟 冒浓烟 触电 溺水 走丢 走丢了 走失 走失了 倒地 倒地上 倒在地 倒在地上 倒在厕所 倒在家 倒在床 倒下了 昏倒了 床上掉下来 床上摔下来 楼上掉下来 梯子上掉下来 滚下来 没动静 没动静了 没声音了 小偷 打人了 有人打人 打我 家暴 抢劫 癫痫 抽过去 抽过去了 抽起来了 羊癫疯 抽风 冒烟 浓烟 我想死 想死 想自杀 想不开 跳楼 要跳楼 割腕 上吊 轻生 寻短见 活着没意思 不想活 破水 破水了 见红 被锁 被困 困在电梯 困人 嘴唇紫 嘴唇紫了 脸色发紫 快没命了 要断气了 call_120 dial_120 call_110 call_119 打119 打110 报警 dying i'm_dying im_dying choking seizure smoke 咳血 咯血 咳出血 嘴唇发紫 嘴唇乌 嘴唇发乌 脸发紫 脸发乌 嘴歪 嘴歪了 嘴巴歪 嘴角歪 口角歪 脸歪 脸歪了 口眼歪斜 说不出话 说不出话来 说不了话 讲不出话 讲不了话 说话不清 半边身子 不听使唤 喊不醒 喊不应 意识模糊 人糊涂了 没知觉 没了知觉 晕死 断气 要断气 没气了快 呼吸停 呼吸停了 心脏停 不能呼吸 无法呼吸 呼吸不了 coughing_blood coughing_up_blood blue_lips turning_blue won't_wake not_responding unresponsive can't_get_up cannot_get_up 救命 来人啊 来人呀 来人呐 来人哪 救救我 救我 救救 打120 叫120 拨120 喊120 救命啊 救人 快救人 救护车 急救 晕倒 昏倒 昏迷 昏过去 晕过去 昏过去了 不省人事 没有呼吸 没呼吸 没气了人 起不来了 爬不起来 爬不起来了 摔倒了起不来 心梗 中风 脑梗 脑溢血 大出血 流血不止 出血不止 血止不住 止不住血 血一直流 一直流血 一直在流血 血直流 血流不停 血流个不停 好多血 很多血 着火 着火了 失火 起火 起火了 煤气泄漏 煤气漏了 漏煤气 煤气味 燃气泄漏 天然气泄漏 漏气 漏气了 煤气中毒 窒息 噎住 卡住喉咙 抽搐 自杀 不想活 不想活了 快不行了 快要死了 要死了 叫不醒 没反应 没有反应 没得反应 冇得反应 没反应了 没得反应了 失去意识 意识不清 神志不清 要生了 羊水破了 临产 抢救 人没得了反应 sos ambulance emergency help_me save_me unconscious passed_out fainted collapsed heart_attack stroke not_breathing gas_leak gas_leaking gas_is_leaking leaking_gas smell_gas smell_of_gas gas_smell fire can't_wake 叫不应 喊不答应 叫不答应 喊他不应 喊她不应 叫他不应 叫她不应 喊他不答应 喊她不答应 叫他不答应 叫她不答应 人没气 人没气了 动不了了 快死了 我要死了 我快死了 口吐白沫 服毒 喝农药",
    ),
    (
        Kind.NEED,
        NeedKind.MEDICAL,
        "密接 密切接触 确诊病人 接触确诊 接触了确诊 接触过确诊 看病 去医院 就医 看医生 医生 透析 化疗 放疗 产检 孕检 住院 换药 打针 急诊 门诊 复查 氧气 吸氧 氧气瓶 氧气罐 氧气袋 制氧机 呼吸机 没氧 没氧了 oxygen_tank doctor hospital dialysis see_a_doctor nurse",
    ),
    (
        Kind.NEED,
        NeedKind.MEAL,
        "送餐 送饭 免费送餐 订饭 盒饭 没饭吃 吃不上饭 没法做饭 做不了饭 订餐 午餐 晚餐 早餐 午饭 晚饭 送午饭 送晚饭 送早饭 中饭 饭菜 热饭 快餐 便当 送个饭 送点饭 送口饭 爱心餐 老人餐 饿 饿了 好饿 饿得慌 肚子饿 肚子饿了 没得饭吃 冇得饭吃 没吃的 没有吃的 断粮 没菜吃 没粮 没吃饭 做不动饭 烧不了饭 烧不动饭 不能做饭 不会做饭 餐 饭 meal meals lunch dinner breakfast food_delivery cooked_food hot_food hungry nothing_to_eat no_food no_food_left ran_out_of_food 没东西吃 冇得吃的 家里没吃的",
    ),
    (
        Kind.NEED,
        NeedKind.HOME_DELIVERY,
        f"{_UP} 送上门 送到家 送货上门 送到门口 送上来 送上楼 送到楼上 送到家里 送到我家 送进来 腿脚不便 腿脚不好 腿脚不方便 下不了楼 下不来 下不去 走不了 腿不好 腿疼走不动 下不来楼 下不去楼 走不动 走不动路 走不了路 不能下楼 没法下楼 不方便下楼 下楼不方便 行动不便 坐轮椅 拿不动 提不动 搬不动 送货到家 送到屋里 上门送 不好下楼 下楼难 爬不动楼 拎不动 瘫痪 上不了楼 出不了门 deliver_to_my_door home_delivery deliver_to_my_home bring_it_up deliver_to_the_door to_my_door wheelchair can't_carry cannot_carry too_heavy too_old_to_walk can't_walk_down can't_manage_the_stairs can't_climb can't_walk cannot_walk can't_go_downstairs cannot_go_downstairs bring_upstairs to_the_door deliver_it deliver",
    ),
    (
        Kind.NEED,
        NeedKind.CALL,
        "需要帮助 帮帮我 求助 求帮助 有急事 家里有急事 有要紧事 家里有事 有事找你们 有事找网格员 请上门 来一下 来一趟 need_help i_need_help i_need_some_help 打人工 打人工电话 没人照顾 没人照看 没人管 无人照顾 回电 回电话 回个电话 打电话给我 打我电话 打我手机 给我打电话 给我打个电话 打个电话 打电话 回我电话 联系我 给我回电 叫网格员 找网格员 请网格员 派人来 派个人来 来个人 来人 叫人来 找个人 要人工 找人 要人 要个人 人工 转人工 叫小刘 给我来电 来电话 来个电话 回话 回个话 和我联系 跟我联系 与我联系 联系一下 找社区 通知网格员 上门看看 上门一趟 上门看一下 过来看看 过来看一下 害怕 好害怕 好怕 孤单 好孤单 孤独 好孤独 心情不好 心里难过 去世 去世了 过世 过世了 寂寞 没人说话 没人陪 没人陪我 想哭 lonely so_lonely i_am_scared i'm_scared 想和人说话 想说话 想说说话 说说话 想聊天 网格员电话 网格员的电话 call_me call_me_back phone_me please_call contact_me talk_to_someone call_back give_me_a_call speak_to_someone ring_me talk_to_a_person 电话联系",
    ),
    (
        Kind.NEED,
        NeedKind.OTHER,
        "听不到电话 听不见电话 接不了电话 打电话不行 打电话没用 打电话听不见 打电话听不到 打电话听不清 电话听不见 电话听不到 电话听不清 电话不能听 电话不行 不能听电话 不能接电话 听不了电话 不方便接电话 不方便打电话 没法接电话 无法接电话 打不了电话 不能打电话 不能听 别打电话 别打我电话 别给我打电话 别打电话给我 不要打我电话 不要给我打电话 不要打电话给我 发字 发文字 写字 听不见 听不到 听不清 耳聋 耳朵聋 聋子 聋人 聋哑 聋哑人 耳背 耳朵背 耳朵不好 发短信 发信息 deaf i_am_deaf i'm_deaf can't_hear cannot_hear hard_of_hearing text_me 投诉 84消毒液 84消毒水 75酒精 75%酒精 75度酒精 n95口罩 n95 暖宝宝 暖贴 暖身贴 热水袋 暖水袋 电热毯 发热垫 发热毯 发热贴 发热鞋垫 发热护膝 口罩 马桶 停水 家里没水 屋里没水 没水用 停电 断电 屋里没电了 家里没电了 没水了 断水 跳闸 漏水 灯坏 leak leaks leaking 灯不亮 下水道 水管 水龙头 门锁 钥匙 电梯 垃圾 消毒液 消毒水 酒精 洗手液 卫生纸 纸巾 厕纸 尿不湿 尿布 纸尿裤 奶粉 洗衣粉 洗洁精 牙膏 网断了 断网 没网 没网络 宽带 上不了网 话费 的话费 手机充值 电费 水费 交费 缴费 电视 空调 暖气 冰箱 热水器 快递 包裹 猫粮 狗粮 通行证 出门证 出入证 证明 剪头发 理发 被子 电池 灯泡 老花镜 眼镜 助听器 轮椅 噪音 太吵 修一下 维修 修理 玻璃 窗户 卫生巾 手套 防护服 充电器 收音机 肥皂 牙刷 剃须刀 湿巾 一次性手套 mask masks toilet power_is_out no_power no_electricity electricity blackout power_cut power_outage no_water water_leak light_bulb internet wifi garbage trash diapers nappies elevator lift toilet_paper plumber electrician 丢垃圾 倒垃圾 开水 吵死了 mask. 水漫 堵了 插座 插线板 线路 保险丝",
    ),
    (
        Kind.SPOILT,
        None,
        "烧糊 烧糊了 烧煳了 烧焦 烧焦了 烧干 烧干了 烧断 烧断了 烧光 烧光了 烧没了 没开门 不开门 没开过门 没露面 不应门 没应声 没人影 没见人 没见到人 没见到他 没见到她 没看到人 坏了 坏 堵 没了 没有了 用完了 用完 没得了 冇得了 打碎了 打碎 碎了 摔碎了 摔坏了 破了 不亮 不走 没电 没电了 失灵 不准 找不到 找不着 不见了 丢了 打破了 断了 不会用 不能用 用不了 借 借一个 送一个 缺 broken broke lost missing_one ran_out out_of run_out 快没了 快完了 快用完了 给一个 发一个 可以给 不显示 显示不了 看不清 量不准 不灵",
    ),
    (Kind.BREATH, None, "呼吸 出气 吸气 喘息 breath breathe breathing"),
    (Kind.CHEST, None, "胸 胸口 胸部 胸腔 心口 心窝 心里 心脏 chest heart"),
    (
        Kind.TROUBLE,
        None,
        "困难 费劲 费力 吃力 不畅 不顺 不通 急促 急 难 不来 不上来 不上 不过来 不匀 不够 不好 闷 憋 憋闷 压 压着 压到 压了 紧 发紧 慌 重 短 不太顺畅 不大顺畅 不顺畅 不太顺 不大顺 不通畅 不太通畅 不平稳 hard harder difficult difficulty trouble struggle struggling struggles hardly barely can't cant cannot can_not unable short problem problems tight tightness heavy pressure racing pounding bad",
    ),
    (
        Kind.THERMOMETER,
        None,
        "体温计 温度计 体温表 体温枪 额温枪 水银计 水银温度计 耳温枪 测温枪 电子体温计 体温器 thermometer thermometers",
    ),
    (
        Kind.GAS,
        None,
        "煤气 燃气 天然气 液化气 气卡 煤气卡 燃气卡 天然气卡 煤气罐 气罐 煤气瓶 换煤气 换气 煤气费 燃气费 煤气没气 煤气圈存 圈存 打不着火 点不着火 打不燃火 点不燃 没气 没气了 没燃气 停气 停气了 煤气灶 充气 加气 灌气 gas gas_card gas_top_up gas_bottle",
    ),
    (Kind.CHARGE, None, "充 充值 充上 充个 交 缴 存 top_up topup recharge charge"),
)
