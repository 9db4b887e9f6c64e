"""A text in its one spelling: full width, traditional characters, other digits, invisible signs, sounds typed for words.

The tables are our own and small: they hold the words of the trade. A general converter (opencc, pypinyin) takes tens of
megabytes and a tenth of a second in every process, and reads 三九 and 提问 right only when the grammar tells it where.
"""

import re
import unicodedata

from domain.understanding.sounds import hear, standard

_SIMPLE = (
    "體体溫温發发燒烧熱热棟栋單单號号樓楼門门們们個个媽妈爺爷兒儿孫孙婦妇歲岁點点鐘钟測测沒没說说話话電电聯联繫系請请問问謝谢買买藥药錢钱塊块圓圆訂订飯饭麵面糧粮凍冻魚鱼雞鸡鴨鸭豬猪蘿萝蔔卜種种類类幾几兩两"
    "雙双劑剂膠胶膚肤顆颗頭头暈晕嘔呕瀉泻氣气悶闷難难無无異异樣样還还應应該该過过為为給给幫帮鄰邻燈灯壞坏廁厕爐炉儲储員员網网統统計计報报匯汇總总彙汇畢毕處处護护車车蟲虫醫医張张劉刘陳陈楊杨趙赵黃黄吳吴馬马"
    "蘇苏葉叶羅罗鄭郑許许鄧邓馮冯蕭萧蔣蒋鍾钟譚谭賴赖龍龙萬万湯汤顧顾後后時时間间會会現现錯错對对來来嗎吗麼么貨货幹干隻只條条斷断緊紧響响聽听開开關关邊边裡里裏里腳脚濕湿擔担領领達达遞递連连進进遠远運运這这"
    "別别東东長长實实寫写數数傳传價价傷伤備备優优億亿從从與与於于專专嚴严麗丽義义樂乐習习鄉乡書书亂乱爭争亞亚產产親亲誰谁課课調调談谈論论設设訊讯記记認认讓让議议證证識识試试詞词語语誤误誠诚讀读變变豐丰質质"
    "負负貝贝責责購购貴贵費费資资賣卖輕轻輛辆輸输辦办邁迈選选遲迟適适鄒邹醬酱鈉钠鈣钙銀银鋪铺錄录鍋锅鎮镇鐵铁閃闪閉闭隨随險险雜杂離离霧雾靈灵靜静順顺須须預预頓顿題题顏颜願愿風风飛飞飲饮養养餓饿館馆驗验驚惊"
    "騎骑鮮鲜麥麦黨党齊齐齒齿龜龟攝摄歸归勞劳鬆松鹽盐蘋苹藍蓝劃划剛刚動动務务勝胜區区協协卻却壓压參参叢丛喪丧喬乔喚唤嘗尝嚇吓國国園园圍围場场墊垫堅坚執执壯壮夠够夾夹奪夺奮奋姦奸嬰婴寧宁審审寬宽將将尋寻導导"
    "層层屬属岡冈島岛帶带幣币廠厂廣广廢废強强彈弹彎弯恆恒惡恶愛爱慶庆憂忧憶忆懷怀戶户掃扫掛挂採采換换揮挥損损搶抢撥拨擋挡據据擠挤敗败敵敌曬晒曉晓榮荣構构槍枪標标樹树橋桥機机檢检櫃柜歐欧歡欢殘残殺杀毀毁決决"
    "況况洩泄淚泪淨净渾浑減减湊凑準准滅灭滯滞滿满潔洁灣湾災灾烏乌煩烦熒荧爛烂獎奖獨独瑪玛環环瓊琼畝亩畫画疊叠瘋疯療疗癢痒盡尽監监盤盘睜睁矯矫碼码確确禮礼稱称穩稳窮穷競竞筆笔節节範范築筑簡简籃篮籤签糾纠紀纪"
    "約约紅红純纯紙纸級级細细終终組组結结絕绝絡络絲丝綁绑經经綠绿維维練练縣县縫缝績绩織织繞绕繼继續续纏缠羨羡聖圣聞闻聲声職职肅肃腎肾腫肿腦脑膽胆臉脸臟脏臨临舉举舊旧艙舱艱艰莊庄華华萊莱蓋盖蔥葱蕩荡薑姜藝艺"
    "蘭兰虧亏補补裝装製制複复襯衬覺觉覽览觀观觸触訓训託托註注診诊詢询詳详誇夸諒谅諾诺謀谋貓猫財财貧贫販贩貼贴賬账賠赔贈赠趕赶躍跃軍军軟软載载較较輩辈輪轮轉转農农週周遊游違违釋释針针鈔钞鉛铅銷销鋼钢錦锦鏡镜"
    "鑰钥闆板陣阵陰阴陽阳際际雲云項项額额饅馒駕驾騙骗驅驱鬧闹魯鲁鴻鸿鵝鹅鹹咸鷄鸡麪面黴霉嘸呒佈布俠侠倆俩廳厅廈厦廟庙傘伞傑杰倉仓側侧偵侦傾倾僅仅儉俭兇凶凱凯刪删剋克剝剥勵励匱匮厭厌厲厉吶呐唸念啟启嗆呛嘆叹"
    "嘩哗噸吨囉啰墜坠墳坟夢梦奧奥妝妆嫻娴尷尴屍尸崗岗帥帅師师幟帜廂厢彥彦徑径恥耻悅悦惱恼慘惨慣惯慮虑憐怜憑凭懇恳懶懒戰战戲戏拋抛挾挟捨舍掙挣揀拣搖摇搗捣撈捞撐撑撫抚撿捡擁拥擇择擊击攔拦攙搀攜携攤摊攪搅敘叙"
    "斂敛斬斩旂旗晝昼暫暂曆历棄弃椏桠楓枫槳桨樁桩樑梁橫横檔档檯台欄栏歎叹歷历殼壳毆殴氈毡氾泛汙污沖冲洶汹浹浃涼凉淒凄淪沦淵渊淺浅渦涡湧涌溝沟滄沧滬沪滲渗滷卤漁渔漢汉漣涟漬渍漲涨潑泼潤润澀涩澤泽濁浊濃浓濟济"
    "濤涛濫滥濱滨瀏浏瀕濒瀝沥瀟潇灑洒灘滩煉炼煙烟燉炖燙烫燭烛營营牆墙犧牺狀状狹狭猶犹獄狱獅狮獲获獵猎獻献瑣琐瑤瑶甕瓮當当疇畴癒愈癡痴癥症癬癣癱瘫皺皱盜盗盞盏眾众睏困瞞瞒礙碍礦矿祕秘祿禄禍祸禦御禿秃秈籼稅税"
    "菓果積积穌稣穎颖穢秽窩窝窯窑竄窜竊窃竪竖筍笋箏筝箋笺篩筛簽签籌筹籠笼籬篱"
)
LONGEST = 1601  # letters: one more than a carrier passes on, for one letter in compatible form can be eighteen
_TO_SIMPLE = str.maketrans(_SIMPLE[0::2], _SIMPLE[1::2])
_TO_SMALL = str.maketrans(
    {chr(letter): chr(letter + 32) for letter in range(ord("A"), ord("Z") + 1)} | dict.fromkeys("‘’ʼ＇`´", "'")
)
_DEGREE = str.maketrans("º˚丶", "°°、")  # what keyboards have in its place
_CIRCLED = str.maketrans({letter: f"{unicodedata.numeric(letter):.0f} " for letter in "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳❶❷❸❹❺❻❼❽❾❿"})
_SIGNS = _CIRCLED | _DEGREE
_KEYCAPS = re.compile("((?:[0-9]\ufe0f?\u20e3)+)")  # 1️⃣1-101: the first line's door, and no building 11
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u206f\u20e3\ufe00-\ufe0f\ufeff]")
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_LINE_END = re.compile("\r\n?|\u2028|\u2029|\u0085")
_BLANKS = re.compile(r"[^\S\n]+")
_LINES = re.compile(r" ?\n[ \n]*")
_OTHER_DIGIT = re.compile(r"(?![0-9])\d")


def clean(text: str) -> str:
    """The text as it may be shown and kept: one width, one kind of digit and line end, single blanks, nothing invisible."""
    text = _KEYCAPS.sub(r"\1 ", _LINE_END.sub("\n", text).translate(_SIGNS))
    text = unicodedata.normalize("NFKC", text)[:LONGEST]
    text = _LINES.sub("\n", _BLANKS.sub(" ", _CONTROL.sub(" ", _INVISIBLE.sub("", text))))
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), text)


def simplified(text: str) -> str:
    """A clean text in simplified characters, small letters and the standard language's 没, each letter in its place."""
    return standard(text.translate(_TO_SIMPLE).translate(_TO_SMALL))


def normal_form(text: str) -> str:
    """The one spelling that the grammar reads: clean, simplified, and words typed by their sound as the words meant."""
    return hear(simplified(clean(text)))
