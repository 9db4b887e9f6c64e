"""The commonest Chinese surnames by their sound in pinyin, for whoever types on an English keyboard while a caller waits."""

SURNAMES = """
an 安, bai 白柏, bao 包鲍, bi 毕, bian 卞边, cai 蔡, cao 曹, cen 岑, chang 常, chen 陈谌, cheng 程成, chi 池,
chu 褚楚储, cui 崔, dai 戴, deng 邓, di 狄, ding 丁, dong 董, dou 窦, du 杜, duan 段, fan 范樊, fang 方房,
fei 费, feng 冯封, fu 傅付符, gan 甘, gao 高, ge 葛戈, geng 耿, gong 龚宫, gu 顾古谷, guan 关管, guo 郭,
han 韩, hao 郝, he 何贺, hong 洪, hou 侯, hu 胡, hua 华, huang 黄, ji 季纪吉姬, jia 贾, jian 简, jiang 江蒋姜,
jiao 焦, jin 金靳, jing 景荆, kang 康, ke 柯, kong 孔, kuang 邝, lai 赖, lan 兰蓝, lang 郎, lei 雷, leng 冷,
li 李黎厉, lian 连廉, liang 梁, liao 廖, lin 林蔺, ling 凌, liu 刘柳, long 龙, lou 娄, lu 卢陆鲁路, luo 罗骆,
lv 吕, lyu 吕, ma 马麻, mao 毛茅, mei 梅, meng 孟蒙, mi 米, miao 苗缪, min 闵, mo 莫, mu 穆牟, ni 倪, nie 聂,
ning 宁, niu 牛, ou 欧, ouyang 欧阳, pan 潘, pang 庞, pei 裴, peng 彭, pi 皮, pu 蒲濮, qi 齐戚祁, qian 钱,
qiao 乔, qin 秦覃, qiu 邱丘仇, qu 曲屈瞿, quan 全, ran 冉, ren 任, rong 荣容, ruan 阮, shan 单, shang 尚,
shao 邵, shen 沈申, sheng 盛, shi 石史施时, shu 舒, si 司, sima 司马, situ 司徒, song 宋, su 苏, sun 孙,
tan 谭覃, tang 唐汤, tao 陶, teng 滕, tian 田, tong 童佟, tu 涂屠, wan 万, wang 王汪, wei 魏韦卫, wen 文温闻,
weng 翁, wu 吴武伍邬, xi 席奚习, xia 夏, xiang 向项, xiao 肖萧, xie 谢解, xin 辛, xing 邢, xiong 熊, xu 许徐,
xue 薛, yan 严颜闫阎晏, yang 杨阳, yao 姚, ye 叶, yi 易, yin 尹殷, ying 应, you 尤游, yu 于余俞喻虞, yuan 袁,
yue 岳, yun 云, zang 臧, zeng 曾, zha 查, zhai 翟, zhan 詹占, zhang 张章, zhao 赵, zhen 甄, zheng 郑,
zhong 钟仲, zhou 周, zhu 朱祝竺, zhuang 庄, zhuge 诸葛, zhuo 卓, zou 邹, zu 祖, zuo 左
"""  # the sound, without tones, and each surname that is written so
OF_TWO = frozenset({"ouyang", "situ", "sima", "zhuge"})  # each letter belongs to the one name
_WRITTEN = dict(one.split() for one in SURNAMES.split(","))


def surnames_of(sound: str) -> tuple[str, ...]:
    """The surnames that are written so in pinyin, without tones; none where none is."""
    written = _WRITTEN.get(sound.casefold(), "")
    return (written,) if sound.casefold() in OF_TWO else tuple(written)
