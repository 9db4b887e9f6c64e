"""Whole texts that ask, thank, opt out or advertise: recognised by their wording before any value is read."""

import re

from domain.understanding.alarming import sounds_alarming
from domain.understanding.meals import read_no_meals
from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    Help,
    Meaning,
    Need,
    NeedKind,
    Own,
    OwnStatus,
    SaleNews,
    Topic,
    Unknown,
    Why,
)

EMERGENCY_NUMBERS = {"120", "119", "110"}  # ambulance, fire, police: texted alone, a cry for help
_AT_ONCE = re.compile(  # 快来拿菜 is no cry for help; 马上来 is said by who comes
    "(?!(马上|立刻|速速?)(过)?来[了啦,。! ]*$|(快|马上|立刻)(过)?来了)(请|求求?|你们?|您|网格员|喂|,|。|!| ){0,4}((快|快点|快些|赶紧|赶快|马上|立刻|速速?)(点|些)?(过)?来(人)?|急{1,9}|十万火急|紧急|紧急情况|紧急求助)"
    "(啊|呀|吧|啦|了|一下|一趟|我家|我屋里|家里|屋里|看看|看一下|帮忙|帮我|[,。! ]){0,5}"
)
_SOMEBODY = re.compile(  # alone; 要帮忙买药 says what for, 有人来帮忙了 that it is done, 要帮忙吗 offers it
    "(?!有人来?帮[^吗不?]*$|帮忙了|(你们?|您)?(需要?|要)帮(忙|帮忙|个忙)[吗不?])(我|我家|我们|请|麻烦|你们?|您|,| ){0,4}(需要?|要|求|想要|能不能|可不可以|能|可以|有没有)?(有?人)?(来)?(帮忙|帮帮忙|帮个忙|来看看|来看一下|来我家|来家里|来屋里)(啊|呀|吧|啦|了|吗|不|一下|一趟|看看|[,。!? ]){0,4}"
)
# Opt-out words of the carriers and of China's networks (TD, 退订); CANCEL alone is an undo here.
_PLEASE = "(请|麻烦|我|你们?|以后|今后|求求?你们?|拜托|想|要|也|都|能不能|可不可以| ){0,4}"
_TEXTS = "(短信|信息|消息|短消息|通知|垃圾短信|提醒)"
_ENOUGH = "(了|啦|吧|啊|呀|哈|好吗|好不好|谢谢|行不行|行吗|[,。! ]){0,3}"
_OPT_OUT = re.compile(
    r"(stop|stopall|stop all|unsubscribe|end|quit|revoke|optout|opt out|td|t|退订|退定|取消订阅|取消短信|不要短信|不收短信|拒收|"
    rf"{_PLEASE}(不要|别|莫|勿|不用|不必|停止|拒绝|不想|不想要|不需要|不愿意?)(再|老|总|一直|天天|老是|总是|给我|跟我|向我|继续){{0,3}}"
    rf"((发|发送|推送|群发|打扰|骚扰|烦我)(你们的?|这些|这种|任何|我){{0,2}}{_TEXTS}?|(来|接收|收|收到)(你们的?|这些|这种|任何){{0,2}}{_TEXTS})(来|过来|给我|我|到我手机|打扰){{0,2}}{_ENOUGH}|"
    rf"{_PLEASE}(不要|别|不需要|不想要|不用|取消|退订|停止|关掉|拒绝|屏蔽)(再|了|掉|你们的?|这些|这种|所有){{0,2}}{_TEXTS}(服务|提醒|推送|通知|订阅)?{_ENOUGH}|"
    rf"{_PLEASE}{_TEXTS}?(退订|拒收|取消订阅){_ENOUGH}|{_PLEASE}{_TEXTS}(停掉|停了|停止|停发|关掉|关了|屏蔽掉?|不要了|不要再发|别发|不收了?){_ENOUGH}|{_PLEASE}((把|将)我的?(号码|手机号?|电话|名字)?|我的(号码|手机号?|电话|名字))(从名单里?)?(删了|删掉|删除|去掉|移除|拉黑){_ENOUGH}|"
    r"(please )?(don't|do not|never|stop) ((ever|keep) )?(text|texting|messag\w*|send\w*|contact\w*)( me)?( (any|these|more|your|texts?|messages?|sms|again|any ?more|please)){0,3}|"
    r"(please )?no more (texts?|messages?|sms)( please)?|(please )?(remove|take|delete) (me|my number) (from|off)( of)?( (the|your|this))?( (list|texts?|messages?))?|leave me alone)[ .。!~,]*"
)
_OUR_HEADING = "([0-9]|体温|打卡|上报|接龙|登记|日报|健康|群|栋|楼|社区|小区|居民|求助|报)"
_NOT_OURS = re.compile(
    rf"【(?![^】]*{_OUR_HEADING})[^】]{{1,20}}】[^【]{{0,200}}(您(?!好)|请及时|温馨提示|提醒广大|元|[¥￥]|折|券|优惠|活动|领取|福利|包裹|快件|快递|取件|凭|码|链接|点击|回复|客服|下单|订单|会员|到账|退订|[a-z]\.[a-z]{{2}})|"
    r"验证码|校验码|动态码|取件码|提货码|中奖|恭喜您|点击链接|点击领取|https?://|www\.|余额|(您|卡|账户).{0,6}尾号[ 0-9]|退订回|回[tn]退订|"
    r"verification code|your code is|\botp\b|click here|http:|尊敬的(客户|用户|会员|业主)|转账|到账|消费.{0,8}元|信用卡|还款|交易提醒|银行卡|优惠券|贷款|限时|抢购|客服热线|积分兑换|您的(外卖|快件|包裹|餐品|订单已)|骑手|恭喜.{0,6}(获得|抽中|中得)|红包|(剩余|已用|套餐内?)流量|您.{0,6}话费|话费(账单|优惠|套餐|红包|券)|流量套餐|您的快递|驿站|快递柜|丰巢|菜鸟|货号|已签收|派送|您有一个快递|账单"
)
_NOT_KNOWING = (
    "(这个|这|我|真的?|实在|都|还是|也|老了|人老了|我们|完全|有点| ){0,4}"
    "((不懂|不明白|搞不懂|弄不懂|看不懂|听不懂|搞不来|弄不来|搞不清|没弄懂|没看懂|没搞懂|冇搞懂|搞不清楚)|"
    "(不会|不太会|不大会|不怎么会|不懂|不知道|不晓得|不明白|不清楚)(怎么|如何|咋|咋个|怎样|么样)?"
    "(用|弄|发|报|搞|操作|使用|接龙|订|整|打字|填|上报|玩|办|量体温|量))"
)
_SURELY_NOT_OURS = re.compile(r"【|http|www\.|退订回|回[tn]退订|验证码|click here")
_GENERAL = re.compile(
    r"(?=[^?]*\?)[?!。 ]+|(请问)?(帮助|帮忙说明|求助说明|使用说明|使用方法|说明|操作说明|help|info|menu|commands|指令|命令|功能|菜单帮助)[?。!啊 ]*|"
    r".*(怎么|怎样|咋个?|如何|咋样|么样|哪样|么办法)(代|帮人|替人)?(用|报|订|填|上报|发|操作|弄|使用|买|下单|改|取消|登记|点|搞|回复|预订|定|量|接龙|退|打|查|充)[^0-9]{0,16}|"
    r"(有|可以用)?(哪些|什么|么|啥)(命令|指令|功能)[^0-9]{0,6}|(这个|这|该)?(号码|电话|短信)?(是)?(干什么|干嘛|做什么|干啥|干么事)(的|用)?[^0-9]{0,4}|(这个?|该)?(号码|电话|短信|热线)?(能|可以)(干什么|干嘛|干啥|做什么|办什么)[^0-9]{0,4}|"
    r".*(how (do|does|can|to|should)|what (can|should|do) (i|you)|how it works|instructions)[^0-9]{0,60}|"
    rf"{_NOT_KNOWING}[^0-9]{{0,8}}|.{{0,8}}(教|指导|指点|演示|说明|示范)(教|一教|一下|下|我|一下我|我一下|我们)[^0-9]{{0,8}}|"
    r"(这|你们?|您)?(是)?(什么|啥|么事?)意思[^0-9]{0,3}|(请问|我)?(该|要|应该)?(发|回|写|输入|填)(些)?(什么|啥|么事)[^0-9]{0,3}|(请问|我|都|你们?|现在|这里|这个|短信|还){0,3}(可以|能|要|该|应该|能够|需要|会)(用|发|回|回复|输入|做|干|帮我做|办|使用)?(些|的|哪|什么|啥|么事|哪些|些什么|些啥){1,2}(指令|命令|功能|内容|事|短信|字|事情)?[^0-9]{0,4}|"
    r"(指令|命令|功能|用法|操作|短信)(都|一共|还|总共)?(有|是|可以用)(哪些|什么|啥|么事)[^0-9]{0,4}|(指令|命令|功能)(列表|大全|表|清单|说明|一览)|"
    r"(使用|操作|短信)?(帮助|教程|用法|指南|说明书)(一下|我)?[^0-9]{0,4}|(i )?(don't|do not) (know|understand) (how|what|this)[^0-9]{0,40}|(please )?(teach|show) me( how)?[^0-9]{0,40}"
)
_PRICE = re.compile(
    r"多少钱|好多钱|几多钱|几块|多少元|价格|价钱|价位|怎么卖|咋卖|么价|什么价|贵不贵|多少一份|几元|收费|how much|price|cost|要钱吗|免费吗|几钱"
)
_CATALOG = re.compile(
    r"(有|是|含|卖|包括|包含|订|买|装)[^0-9]{0,4}(哪些|什么|么事|啥|些么|么子|哪几)[^0-9]{0,4}(套餐|菜|水果|卖|可以订|可订|可以买|东西|品种|可选|内容|好吃)|"
    r"(哪些|什么|么事|啥|哪几种|哪几个|几种|几个)[^0-9]{0,2}(套餐|菜卖|菜可以|水果可以|能订|可以订)|"
    r"(套餐|粮油|冻品|蔬菜|水果|菜|份里|里面|里头)[^0-9]{0,6}(都)?(有|是|装|包括|包含|含)(些)?(哪些|什么|么事|啥|么子|些么)|"
    r"^ *(请问)?(现在|今天|今天还|你们|这里)?((有没有|还有没有|有没得)(卖)?(水果|蔬菜|粮油|冻品|套餐|菜)(套餐)?|(还有|有)(卖)?(水果|蔬菜|粮油|冻品|套餐|菜)(套餐)?(卖|可以订|订|买)?(吗|没|没有|冇|不|[?]))(卖|可以订|订|买|[?。 ]){0,3} *$|"
    r"(套餐|菜)(内容|详情|介绍|清单|目录|明细)|菜单|看看套餐|套餐有哪|(能|可以|可)(订|买|点|选)(些|点)?(什么|啥|么事|哪些)|卖(些|点)?(什么|啥|么事)|(what('s| is| are)?|which) .{0,24}(set|sets|sale|available|fruit|veg|vegetables|order|offer|box)|^ *(catalog|catalogue|list of sets)|^ *(水果|蔬菜|粮油|冻品|菜)(套餐)?(还有|有没有|有)(卖|货)?(吗|没|没有|不)[?。 ]*$|^ *(都|今天)?有(些)?(什么|啥|么事)(卖|买)?[?。吗呢啊]*$"
)
_STILL_ON_SALE = re.compile(  # 水果还能订吗; 可以订2份菜吗 is a wish
    r"[^0-9]{0,6}(((可以|能够?)(再|继续)?(订|定|买|预订|团购)(水果|蔬菜|粮油|冻品|套餐|菜)?了?(吗|不|没有?|么|[?])|(能不能|可不可以)(再|继续)?(订|定|买|预订|团购)(水果|蔬菜|粮油|冻品|套餐|菜)?了?)|"
    r"(水果|蔬菜|粮油|冻品|套餐|菜)(现在|今天)?(还|还是)?((可以|能够?)(再|继续)?(订|定|买|预订)(吗|不|么|[?])|(能不能|可不可以)(再|继续)?(订|定|买|预订)))[^0-9一二两三四五]{0,3}"
)
_MY_ORDERS = re.compile(
    r"(哪里|哪儿|哪|什么地方|么地方|啥地方|哪个地方)[^0-9]{0,4}(拿|取|领|提)[^0-9]{0,6}|(拿|取|领|提)(菜|水果|货|东西|粮油|蔬菜|套餐)?(在|到|去)?(哪|什么地方|么地方)|"
    r"^ *(我们?家?|都)?(订|定|买)了(些)?(什么|啥|么事|哪些|多少|几)|我的?订(单|了|的)[^0-9]{0,6}(什么|啥|多少|哪些|么事|几|吗|没|呢|到|查|$)|(查|看)[^0-9]{0,4}(我的?)?订单|我(买|定|要)(了|的)(什么|哪些|啥|么事|东西|菜|水果)|^ *我?的?订单[。? ]*$|(^ *|我|订|定|买|要)的?(菜|水果|粮油|蔬菜|套餐|订单|东西|货)呢[。? ]*$|"
    r"(菜|水果|粮油|套餐|东西|货|订单|订的|买的|蔬菜|冻品)[^0-9]{0,10}(什么时候|几时|几点|何时|啥时候?|么时候|多久|哪天|哪时候)[^0-9]{0,6}|"
    r"(什么时候|几时|几点|何时|啥时候?|么时候|多久|哪天)[^0-9]{0,6}(到|送|来|发货|取|领|拿)[^0-9]{0,4}(菜|水果|货|套餐|东西)?|"
    r"^ *(我们?)?(还没|没有?|还没有)(收到|拿到|领到)[^0-9]{0,4}(菜|水果|粮油|蔬菜|套餐|订单|东西|货)[^0-9]{0,4}$|(菜|水果|粮油|套餐|东西|货|订单|蔬菜)[^0-9]{0,8}(到(了)?(没|吗|哪)|(送|来|到|拿)(来|到|过来)?了?(没|吗|哪|冇)|还没(到|来|送|收到)|订(上|成功|好)?了?(没|吗)|在哪)|"
    r"(送|发|到)(菜|货|水果)了?(吗|没|不)|(订|定)(上|成功|好|到)?了?(没有|没|吗)[^0-9]{0,3}$|^ *订单(查询|状态|进度|情况)|^ *我的单子?[。?]?$|^ *(都)?(送|发)(来|到|出)?了?(吗|没有?|冇)[?。]?$|my orders?\b.{0,20}$|what did i order|(where|when).{0,20}(order|veg|fruit|delivery|set|food|box|vegetables)|order status|(order|veg|fruit).{0,12} arrive"
)
_MY_REPORT = re.compile(
    r"^ *(我们?家?|今天|早上|刚才?| ){0,3}(已经|早就|早已|都|老早就){1,2}报过?了[^0-9]{0,3}$|(我家|我们家|家里|屋里)[^0-9]{0,4}(几个|谁|哪个|哪些)[^0-9]{0,4}报|报(上|了|到|过|成功|好)?[^0-9]{0,4}(没有|没|吗|么|冇|成功没)[^0-9]{0,3}$|((?<![菜果油货品西餐药])收到|记上|登记上|登记)(我|了)?[^0-9]{0,8}(没|吗|冇)[^0-9]{0,3}$|是不是(已经)?报|有没有(报|收到|登记|记)|"
    r"我的(体温)?(上报|报告|记录|状态|登记)|查(一下)?我?(的)?(体温|上报)|我(今天)?的?体温(是)?(多少|几度|好多)|(did|have) i report|my (report|status|reading)|was my (report|temperature)|did you (get|receive)"
)


_WANTS_NEWS = re.compile(r"(我?(要|想要|开通|订阅|打开)?(收)?(订菜|团购|开卖)(通知|提醒)|sale news)[。.!~ ]*")
_WANTS_NO_NEWS = re.compile(
    r"((不要|不用|别发|取消|关闭|不收|停止)(再发)?(订菜|团购|开卖)的?(通知|提醒)(了)?|no (more )?sale news)[。.!~ ]*"
)


def call_for_somebody(text: str) -> Need | None:
    """快来, 来看看: what somebody who says nothing else wants, at whatever door."""
    if _AT_ONCE.fullmatch(text.strip()):
        return Need(NeedKind.EMERGENCY)
    return Need(NeedKind.CALL) if _SOMEBODY.fullmatch(text.strip()) else None


def whole_text(text: str) -> Meaning | None:
    """What a text in normal form means as a whole, whoever sent it; None when it has to be read word by word."""
    if not any(letter.isalnum() or letter in "?👍🙏👌" for letter in text):
        return Unknown()
    if text in EMERGENCY_NUMBERS:
        return Need(NeedKind.EMERGENCY)
    if call := call_for_somebody(text):
        return call
    if _WANTS_NO_NEWS.fullmatch(text.strip()):
        return SaleNews(wanted=False)
    if _WANTS_NEWS.fullmatch(text.strip()):
        return SaleNews(wanted=True)
    no_meals = read_no_meals(text)
    if no_meals:
        return no_meals
    if _OPT_OUT.fullmatch(text.strip()):
        return Cancel(CancelWhat.OPT_OUT)
    if _NOT_OURS.search(text) and (_SURELY_NOT_OURS.search(text) or not sounds_alarming(text)):
        return Unknown(Why.NOT_OURS)
    return None


def question_in(text: str) -> Meaning | None:
    """What a resident asks about: prices and sets, one's own order or report, how to use the line."""
    if _GENERAL.fullmatch(text.strip()) and not _CATALOG.search(text) and not _PRICE.search(text):
        return Help(Topic.GENERAL)
    if _PRICE.search(text):
        return Help(Topic.PRICE)
    if _STILL_ON_SALE.fullmatch(text.strip()):
        return Help(Topic.CATALOG)
    if _MY_REPORT.search(text):
        return OwnStatus(Own.REPORT)
    if _MY_ORDERS.search(text):
        return OwnStatus(Own.ORDERS)
    return Help(Topic.CATALOG) if _CATALOG.search(text) else None
