"""What `make demo` says in each language, and the people it is about."""

from typing import Any

ELDER, ILL, BUYER, WORKER = "+8610000000001", "+8610000000002", "+8610000000003", "+8610000000100"

WORDS: dict[str, dict[str, Any]] = {
    "en": {
        "doors": [
            ("1504", "Wang Xiuying", "Auntie Wang", ELDER),
            ("1201", "Li Jianguo", "Uncle Li", ILL),
            ("301", "Zhang Guilan", "Auntie Zhang", BUYER),
        ],
        "worker": "Sun Li",
        "community": "Qingheju",
        "import": "The office imports a roster and its staff.",
        "report": "1. Auntie Wang reports with two keys.",
        "fever": "2. Uncle Li presses 2: a fever. The grid worker's telephone gets a text.",
        "text_at": "the text arrived {seconds:.1f} s after the key, at {at} on the line's clock",
        "takes": "She answers with the code; the ladder stops.",
        "unanswered": "3. Auntie Wang calls again, unwell. Nobody answers the text; three minutes later the line rings the worker.",
        "rang": "it rang {minutes:.1f} minutes after the text",
        "order": "4. Today's sale is imported; Auntie Zhang orders two sets of vegetables; the office brings the cut-off forward, and one digest goes out.",
        "board": "The board:",
        "alert": "alert at {door}: {state}, by {worker}",
        "end": "Done: every step above came from real processes (web, worker, clock, exchange, Valkey, SQLite).",
        "open": "open",
        "taken": "taken",
        "keys": "presses",
        "hears": "hears",
        "gets": "gets a text",
        "writes": "writes",
        "clock": "The line's clock runs sixty times as fast: a minute of the story is a second.",
        "states": {},
    },
    "zh-CN": {
        "doors": [
            ("1504", "王秀英", "王阿姨", ELDER),
            ("1201", "李建国", "李叔叔", ILL),
            ("301", "张桂兰", "张阿姨", BUYER),
        ],
        "worker": "孙丽",
        "community": "青和居",
        "import": "社区导入名册和人员。",
        "report": "1. 王阿姨按两个键,报完体温。",
        "fever": "2. 李叔叔按二:发烧。网格员的手机收到短信。",
        "text_at": "按键后 {seconds:.1f} 秒收到,热线时间 {at}",
        "takes": "她回了四位码,不再往上报。",
        "unanswered": "3. 王阿姨又打来,不舒服。短信没人回;三分钟后,热线打电话给网格员。",
        "rang": "短信发出 {minutes:.1f} 分钟后,电话响了",
        "order": "4. 导入今天的套餐,张阿姨订两份蔬菜;社区提前截止,网格员收到一条汇总。",
        "board": "看板:",
        "alert": "{door} 的急事:{state},{worker}",
        "end": "完:上面每一步都来自真实的进程(web、worker、clock、交换机、Valkey、SQLite)。",
        "open": "没人接",
        "taken": "已接",
        "keys": "按",
        "hears": "听到",
        "gets": "收到短信",
        "writes": "回短信",
        "clock": "热线的钟快六十倍:故事里的一分钟就是一秒。",
        "states": {"abnormal": "发热", "unwell": "不舒服", "reported": "已报", "silent": "未报"},
    },
}
