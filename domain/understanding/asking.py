"""Whole texts that ask, thank, opt out or advertise: recognised by their wording before any value is read."""

import re

from domain.understanding.meanings import (
    Cancel,
    CancelWhat,
    Help,
    Meaning,
    Need,
    NeedKind,
    Own,
    OwnStatus,
    Topic,
    Unknown,
    Why,
)

EMERGENCY_NUMBERS = {"120", "119", "110"}  # ambulance, fire, police: texted alone, a cry for help
# Opt-out words of the carriers and of China's networks (TD, 退订); CANCEL alone is an undo here.
_OPT_OUT = re.compile(
    r"(stop|stopall|stop all|unsubscribe|end|quit|revoke|optout|opt out|td|t|退订|退定|取消订阅|取消短信|不要短信|不收短信|拒收|"
    r"(请?(不要|别|莫)(再)?(给我)?(再)?发(送)?(短信|信息|消息)(给我)?了?)|(不要|别)再?(打扰|骚扰)我?了?|别发了|别再发了|不要发了|不要再发了|"
    r"不想再?收到?(短信|信息|消息)了?|(please )?(don't|do not|stop) (text|texting|messag\w*|send\w*)( me)?( any ?more| messages)?)[ .。!~,]*"
)
_NOT_OURS = re.compile(
    r"【[^】]{1,20}】|验证码|校验码|动态码|取件码|提货码|中奖|恭喜您|点击链接|点击领取|https?://|www\.|余额|尾号[ 0-9]|退订回|回[tn]退订|"
    r"verification code|your code is|\botp\b|click here|http:|尊敬的(客户|用户|会员|业主)|转账|到账|消费.{0,8}元|信用卡|还款|交易提醒|银行卡|优惠券|贷款|限时|抢购|客服热线|积分兑换|话费|流量套餐|您的快递|您有一个快递|账单"
)
_GENERAL = re.compile(
    r"(?=[^?]*\?)[?!。 ]+|(请问)?(帮助|帮忙说明|求助说明|使用说明|使用方法|说明|操作说明|help|info|menu|commands|指令|命令|功能|菜单帮助)[?。!啊 ]*|"
    r".*(怎么|怎样|咋个?|如何|咋样|么样|哪样|么办法)(用|报|订|填|上报|发|操作|弄|使用|买|下单|改|取消|登记|点|搞|回复|预订|定|量|接龙|退|打|查|充)[^0-9]{0,16}|"
    r"(有|可以用)?(哪些|什么|么|啥)(命令|指令|功能)[^0-9]{0,6}|(这个|这|该)?(号码|电话|短信)?(是)?(干什么|干嘛|做什么|干啥|干么事)(的|用)?[^0-9]{0,4}|能(干什么|做什么)[^0-9]{0,4}|"
    r".*(how (do|does|can|to|should)|what (can|should|do) (i|you)|how it works|instructions)[^0-9]{0,60}|不会用[^0-9]{0,6}|我不会(弄|发|报|用)[^0-9]{0,8}"
)
_PRICE = re.compile(
    r"多少钱|好多钱|几多钱|几块|多少元|价格|价钱|价位|怎么卖|咋卖|么价|什么价|贵不贵|多少一份|几元|收费|how much|price|cost|要钱吗|免费吗|几钱"
)
_CATALOG = re.compile(
    r"(有|是|含|卖|包括|包含|订|买|装)[^0-9]{0,4}(哪些|什么|么事|啥|些么|么子|哪几)[^0-9]{0,4}(套餐|菜|水果|卖|可以订|可订|可以买|东西|品种|可选|内容|好吃)|"
    r"(哪些|什么|么事|啥|哪几种|哪几个|几种|几个)[^0-9]{0,2}(套餐|菜卖|菜可以|水果可以|能订|可以订)|"
    r"(套餐|粮油|冻品|蔬菜|水果|菜|份里|里面|里头)[^0-9]{0,6}(都)?(有|是|装|包括|包含|含)(些)?(哪些|什么|么事|啥|么子|些么)|"
    r"(套餐|菜)(内容|详情|介绍|清单|目录|明细)|菜单|看看套餐|套餐有哪|(能|可以|可)(订|买|点|选)(些|点)?(什么|啥|么事|哪些)|卖(些|点)?(什么|啥|么事)|(what('s| is| are)?|which) .{0,24}(set|sets|sale|available|fruit|veg|vegetables|order|offer|box)|^ *(catalog|catalogue|list of sets)"
)
_MY_ORDERS = re.compile(
    r"我的?订(单|了|的)[^0-9]{0,6}(什么|啥|多少|哪些|么事|几|吗|没|呢|到|查|$)|(查|看)[^0-9]{0,4}(我的?)?订单|我(买|定|要)(了|的)(什么|哪些|啥|么事|东西|菜|水果)|^ *我?的?订单[。? ]*$|^ *我?的?(菜|水果|粮油|套餐|订单|东西|货)呢[。? ]*$|"
    r"(菜|水果|粮油|套餐|东西|货|订单|订的|买的|蔬菜|冻品)[^0-9]{0,10}(什么时候|几时|几点|何时|啥时候?|么时候|多久|哪天|哪时候)[^0-9]{0,6}|"
    r"(什么时候|几时|几点|何时|啥时候?|么时候|多久|哪天)[^0-9]{0,6}(到|送|来|发货|取|领|拿)[^0-9]{0,4}(菜|水果|货|套餐|东西)?|"
    r"(菜|水果|粮油|套餐|东西|货|订单|蔬菜)[^0-9]{0,8}(到(了)?(没|吗|哪)|送(了|到)?(没|吗|哪)|还没(到|来|送|收到)|订(上|成功|好)?了?(没|吗)|在哪)|"
    r"(送|发|到)(菜|货|水果)了?(吗|没|不)|(订|定)(上|成功|好|到)?了?(没有|没|吗)[^0-9]{0,3}$|my orders?\b.{0,20}$|what did i order|(where|when).{0,20}(order|veg|fruit|delivery|set|food|box|vegetables)|order status|(order|veg|fruit).{0,12} arrive"
)
_MY_REPORT = re.compile(
    r"报(上|了|到|过|成功|好)?[^0-9]{0,4}(没有|没|吗|么|冇|成功没)[^0-9]{0,3}$|(收到|记上|登记上|登记)(我|了)[^0-9]{0,8}(没|吗|冇)[^0-9]{0,3}$|是不是(已经)?报|有没有(报|收到|登记|记)|"
    r"我的(体温)?(上报|报告|记录|状态|登记)|查(一下)?我?(的)?(体温|上报)|我(今天)?的?体温(是)?(多少|几度|好多)|(did|have) i report|my (report|status|reading)|was my (report|temperature)|did you (get|receive)"
)


def whole_text(text: str) -> Meaning | None:
    """What a text in normal form means as a whole, whoever sent it; None when it has to be read word by word."""
    if not any(letter.isalnum() or letter in "?👍🙏👌" for letter in text):
        return Unknown()
    if text in EMERGENCY_NUMBERS:
        return Need(NeedKind.EMERGENCY)
    if _OPT_OUT.fullmatch(text.strip()):
        return Cancel(CancelWhat.OPT_OUT)
    if _NOT_OURS.search(text):
        return Unknown(Why.NOT_OURS)
    return None


def question_in(text: str) -> Meaning | None:
    """What a resident asks about: prices and sets, one's own order or report, how to use the line."""
    if _GENERAL.fullmatch(text.strip()) and not _CATALOG.search(text) and not _PRICE.search(text):
        return Help(Topic.GENERAL)
    if _PRICE.search(text):
        return Help(Topic.PRICE)
    if _MY_REPORT.search(text):
        return OwnStatus(Own.REPORT)
    if _MY_ORDERS.search(text):
        return OwnStatus(Own.ORDERS)
    return Help(Topic.CATALOG) if _CATALOG.search(text) else None
