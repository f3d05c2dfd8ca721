"""All words of the web page, in one place."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.courtesies import ShownStatus

APP_NAME = "规划问答助手"
TAB_CHAT = "问答"
TAB_PLAN = "规划原文"
TAB_STUDY = "备课"
TAB_EVALUATION = "评测"

# Header
PLAN_TITLE = "《{title}》"
PLAN_DATE = "发布日期:{date}"
PLAN_SOURCE = "来源:{source}"
PLAN_SIZE = "共 {parts} 个部分、{articles} 条"
PLAN_SIZE_WITHOUT_PARTS = "共 {articles} 条"

# Conversation
CHAT_TITLE = "问答记录"
CHAT_EMPTY = "### 请提问\n回答引自文件原文,每句都注明出自第几条。直接输入问题,或选一个例子:"
QUESTION_LABEL = "问题"
QUESTION_PLACEHOLDER = "输入问题后按回车(换行用 Shift+回车),最多 {limit} 字"
SEND = "提问"
STOP = "停止"
NEW_CONVERSATION = "新对话"
PENDING = "正在查找相关条文……"
WRITING = "正在由语言模型撰写书面回答……"
WRITTEN = "文字由语言模型依据所引条文撰写,每句都与原文核对过;请以原文为准。"
STOPPED = "(已停止,还没有得出回答)"
STOPPED_WRITING = "(已停止撰写,以上为已有的内容)"
NOTE = "说明:{note}"
EMPTY_QUESTION = "还没有输入问题。请先写一个问题,例如:晋城机场什么时候能通航?"
TOO_MANY_TURNS = "这次对话已有 {limit} 个问题。请点“新对话”重新开始,以免页面变慢。"
FAILED = "处理这个问题时出了内部错误。请重试;若再次出现,请把问题原文反馈给管理员。"

STATUS: Mapping[ShownStatus, str] = {
    "answered": "✔ 有原文依据",
    "partial": "◐ 部分回答",
    "not_in_plan": "✖ 规划未提及",
    "refused": "! 无法处理",
    "courtesy": "使用提示",
}
STATUS_FAILED = "! 处理出错"

# Themes with questions that the shipped plan answers; a test asks them all.
EXAMPLES = (
    ("交通", "晋城机场什么时候能通航?"),
    ("产业", "到“十四五”末,煤层气年产量要达到多少?"),
    ("营商", "怎样改善营商环境?"),
    ("民生", "养老服务有哪些安排?"),
    ("城建", "丹河新城什么时候全部建成?"),
    ("生态", "沁河流域怎么治理?"),
    ("乡村", "乡村振兴有哪些举措?"),
    ("查条文", "第七部分讲了什么?"),
    ("统计", "哪些条提到2035年?"),
    ("提法", "“一核四极”指什么?"),
)
EXAMPLE = "{theme}｜{question}"

# Below an answer
SOURCES = "引用的原文({count} 处)"
SOURCE = "{label} {title}:“{quote}”"
COPY_ANSWER = "复制回答和出处"
COPIED_FROM = "出处:《{title}》"
EXPORT_DOCX = "导出 Word"
EXPORT_MARKDOWN = "导出 Markdown"
EXPORT_NAME = "规划问答记录"
EXPORT_EMPTY = "这次对话还没有回答,没有可导出的内容。"
EXPORT_FAILED = "导出没有成功,请再试一次。"

# Feedback
FEEDBACK_USEFUL = "有用"
FEEDBACK_USELESS = "无用"
FEEDBACK_TITLE = "这个回答哪里不好?(问题:{question})"
FEEDBACK_REASONS = ("引用错误", "未答全", "不应拒答", "其他")
FEEDBACK_REASONS_LABEL = "原因(可多选)"
FEEDBACK_COMMENT = "补充说明(可不填)"
FEEDBACK_SEND = "提交反馈"
FEEDBACK_CANCEL = "取消"
FEEDBACK_THANKS = "已记录,谢谢您的反馈。"
FEEDBACK_GONE = "这个回答已不在当前对话里,没有记录反馈。"
FEEDBACK_FAILED = "反馈没有存下来:数据目录无法写入。请告知管理员。"

# Conversations of this browser
HISTORY = "历史对话"
HISTORY_EMPTY = "还没有历史对话。对话只保存在这个浏览器里。"
HISTORY_RENAME = "改名"
HISTORY_DELETE = "删除"
HISTORY_RENAME_ASK = "新的名称:"
HISTORY_DELETE_ASK = "删除“{title}”?删除后不能恢复。"
HISTORY_UNREADABLE = "这个历史对话已损坏,无法打开。"
HISTORY_OTHER_PLAN = "这个历史对话依据的是另一版文件,不能在这里接着问。"

# Names for screen readers
NAME_QUESTION = "问题"
NAME_ANSWER = "回答"
NAME_UPLOAD = "选择题目文件"
NAME_SCROLL_DOWN = "滚动到底部"

# What Gradio itself would say in English
TOAST_TITLE = "提示"
TOAST_LOST = "与服务器的连接断开了,正在重新连接。连上后页面会刷新,请先复制需要保留的内容。"
TOAST_QUEUE_FULL = "现在提问的人太多,请稍后再试。"
TOAST_FILE_LARGE = "文件太大,没有上传。请把题目拆成几个文件。"
TOAST_OTHER = "操作没有完成,请再试一次;若仍不行,请刷新页面。"

# Panel of cited units
PANEL_TITLE = "引用条文"
PANEL_EMPTY = "回答引用的条文会全文显示在这里,被引用的原话用底色标出。"
PANEL_NOTHING_CITED = "这次回答没有引用条文。"
PANEL_CITED = "本次回答引用 {count} 处。点回答里的编号,如 [{label}],可跳到该条。"
PANEL_EARLIER = "此前回答引用的条文"
BACK_TO_QUESTION = "回到提问处"
OPEN_IN_PLAN = "在全文中查看"

# The plan
PLAN_VIEWS = ("全文", "数量指标", "时间节点")
PLAN_OUTLINE = "目录"
PLAN_PART_START = "本部分开头"
PLAN_SEARCH = "搜索原文"
PLAN_SEARCH_PLACEHOLDER = "如:煤层气、第33条;多个词用空格隔开"
PLAN_SEARCH_MODE = "搜索方式"
PLAN_BY_WORDS = "按字词"
PLAN_BY_MEANING = "按意思"
PLAN_SEARCH_CLEAR = "返回目录"
PLAN_HITS_WORDS = "“{text}”见于 {units} 个条文,共 {places} 处:"
PLAN_HITS_MEANING = "与“{text}”意思最近的条文(由近到远):"
PLAN_NO_HITS = "原文里没有“{text}”。可以换一个说法,或改为“按意思”搜索。"
PLAN_SEARCH_LONG = "搜索内容最多 {limit} 个字。"
PLAN_SEARCH_FAILED = "搜索没有完成,请再试一次。"
PLAN_COPY = "复制并注明出处"
PLAN_COPY_HINT = "选中一段话再点,只复制选中的部分"
PLAN_COPIED = "已复制"
PLAN_SOURCE_LINE = "——《{title}》{label}"
PLAN_SOURCE_DETAIL = "({facts})"
PLAN_UNTITLED = "规划原文"
INDICATORS_CAPTION = "规划写明的 {count} 个数量,点列名可排序"
INDICATOR_COLUMNS = ("条文", "事项", "数值", "期限", "原文")
INDICATORS_NONE = "这份文件没有写明数量指标。"
INDICATORS_CSV = "下载表格(CSV)"
INDICATORS_CSV_NAME = "数量指标.csv"
TIMELINE_CAPTION = "规划写明时间的 {count} 项目标,按年份排列"
TIMELINE_YEAR = "{year} 年"
TIMELINE_NONE = "这份文件没有写明时间的目标。"

# Evaluation
EV_VIEWS = ("运行", "结果")
EV_READER = "您的账号可以查看评测结果。开始、上传和删除评测需要评测员或管理员账号,请联系管理员。"
EV_SET = "题目"
EV_SHIPPED = "自带题库"
EV_OWN = "自己的题目"
EV_FILE = "题目文件(XLSX、CSV 或 JSONL,不超过 {limit})"
EV_TEMPLATE = "下载题目模板(XLSX)"
EV_TEMPLATE_NAME = "题目模板.xlsx"
EV_SYSTEMS = "系统(可多选,依次运行)"
EV_SPLIT = "部分"
EV_SPLITS = {"全部": None, "dev(调整用)": "dev", "test(评判用)": "test"}
EV_TYPES = "题目类型(不选为全部)"
EV_LIMIT = "最多几题(0 为全部)"
EV_SKIP_BAD = "跳过有错的行,只做其余的题"
EV_START = "开始评测"
EV_CANCEL = "停止"
EV_WILL_RUN = "将做 {count} 题(这份题目共 {total} 题)。"
EV_WILL_RUN_EACH = "将做 {count} 题(这份题目共 {total} 题),{systems} 个系统各做一遍。"
EV_NO_FILE = "请先上传题目文件。没有文件时,可下载模板填写。"
EV_NOTHING_CHOSEN = "没有符合条件的题目,请放宽部分、类型或题数。"
EV_NO_SYSTEM = "请至少选一个系统。"
EV_LIMIT_WRONG = "题数应为 1 以上的整数;0 为全部。"
EV_FILE_TYPE = "“{name}”不是 XLSX、CSV 或 JSONL 文件,没有读取。请换一个文件。"
EV_FILE_LARGE = "文件超过 {limit},没有上传。请把题目拆成几个文件。"
EV_FILE_UNREADABLE = "这个文件读不出来,可能已损坏。请重新保存后再上传。"
EV_FILE_GONE = "上传的文件已不在,请重新上传。"
EV_FILE_GOOD = "“{name}”:读到 {count} 题,没有发现错误。"
EV_FILE_BAD = "“{name}”:{good} 题可用;{bad} 处有错,有错的行没有读入:"
EV_FILE_BAD_NEXT = "请改正后重新上传,或勾选“{skip}”。"
EV_FILE_ALL_BAD = "请改正后重新上传。"
EV_BUSY = "已有一次评测正在进行,请等它做完或先停止它。"
EV_FAILED = "评测没有完成:{reason} 已得到的回答都保留着。"
EV_BROKEN = "程序内部出错,请把时间告知管理员。"
EV_PROGRESS_TITLE = "进度"
EV_IDLE = "现在没有评测在进行。在左边选好题目和系统,点“{start}”。"
EV_IDLE_READER = "现在没有评测在进行。"
EV_OPENING = "正在准备:{system}……"
EV_ANSWERING = "正在回答:{system},第 {done} / {total} 题"
EV_RUN_OF = "(第 {number} 个系统,共 {count} 个)"
EV_LEFT = "还需约 {time}"
EV_STOPPING = "正在停止,等手上这一题答完……"
EV_STOPPED = "已停止。做完的 {done} 题都保留着,点记录里的“继续”可接着做。"
EV_DONE = "已做完,共 {done} 题。"
EV_SECONDS = "{count} 秒"
EV_MINUTES = "{count} 分钟"
EV_SHOW_RESULT = "查看结果"
EV_RUNS_TITLE = "运行记录"
EV_REFRESH = "刷新"
EV_NO_RUNS = "还没有做过评测。"
EV_RUN_COLUMNS = ("开始时间", "系统", "题目", "状态", "操作")
EV_COMMAND_LINE = "命令行运行"
EV_COMPLETE = "完成 · {count} 题"
EV_PARTLY = "未完成 · {done} / {count} 题"
EV_UNDER_WAY = "进行中 · {count} 题"
EV_VIEW = "查看"
EV_AGAINST = "作对照"
EV_RESUME = "继续"
EV_DELETE = "删除"
EV_DELETE_ASK = "删除“{title}”的全部 {count} 份回答?删除后不能恢复。"
EV_DELETE_YES = "确认删除"
EV_DELETE_NO = "不删"
EV_DELETED = "已删除“{title}”。"
EV_DELETE_RUNNING = "这次运行正在进行,请先停止它。"
EV_CHANGED = "题目设置或程序版本与当时不同,不能接着做;请重新运行。"
EV_ABOUT = "{system} · {time} · {count} 题"
EV_JUDGED = "看哪次运行"
EV_OTHER = "与哪次比较(可不选)"
EV_NO_OTHER = "不比较"
EV_CHOOSE = "请在上面选一次运行,或先到“{view}”里做一次评测。"
EV_NO_ANSWERS = "这次运行还没有回答。"
EV_RESULT_FAILED = "结果没有读出来,请再试一次;若仍不行,请告知管理员。"
EV_SECTIONS = {"conclusion": "结论", "gate": "能否发布", "charts": "图", "rates": "全部指标",
               "differences": "差异", "types": "按类型", "questions": "逐题"}  # fmt: skip
EV_GATE_UNFINISHED = "这次运行还没有做完,做完后才能判断能否发布。"
EV_GATE_PARTLY = "门槛是为自带题库的全部题目定的;这次只做了一部分或另一份题目,下面的判断只供参考。"
EV_DOWNLOADS = "下载"
EV_REPORT_KINDS = {
    "html": "报告 HTML",
    "md": "报告 Markdown",
    "csv": "逐题 CSV",
    "jsonl": "回答 JSONL",
}
EV_REPORT_NAME = "评测报告"
EV_EXPORT_FAILED = "下载没有成功,请再试一次。"
EV_QUESTION_CHANGED = "结果已有变化,请重新选择运行。"

# Study sessions
ST_VIEWS = ("准备材料", "在线答题")
ST_SCOPE = "学什么"
ST_BY_TOPIC = "专题"
ST_BY_PLACE = "部分或条文"
ST_TOPIC = "专题名称"
ST_TOPIC_PLACEHOLDER = "如:煤层气,最多 {limit} 字"
ST_TOPICS_LEAD = "可选专题"
# Subjects of common interest; only those are offered that the plan names.
ST_TOPICS = ("煤层气", "丹河新城", "康养", "乡村振兴", "营商环境", "数字经济", "全域旅游",
             "中原城市群", "生态保护", "社会治理")  # fmt: skip
ST_PARTS = "部分(可多选)"
ST_ARTICLES = "条文(可多选,可输入条号或字词查找)"
ST_AUDIENCE = "对象"
ST_MINUTES = "时长(分钟,{least}–{most})"
ST_QUESTIONS = "题数(0–{most})"
ST_DIFFICULTY = "题目难度"
ST_VERSION = "试卷"
ST_VERSION_NAME = "{version} 卷"
ST_SEED = "组卷编号"
ST_SEED_HINT = "同一编号得到同一份试卷,换一个编号就换一批题;A、B 卷题目相同、次序不同。"
ST_MAKE = "生成学习方案"
ST_WORKING = "正在备课,一般几秒钟……"
ST_EXPORTING = "正在生成文件……"
ST_READY = "已备好:{title},{minutes} 分钟,{questions} 道题,{cards} 张卡片。"
ST_REOPENED = "已恢复上次的学习方案:{title}。"
ST_BROKEN = "备课没有完成,请再试一次;若仍不行,请告知管理员。"
ST_EXPORT_FAILED = "文件没有生成,请再试一次;若仍不行,请告知管理员。"
ST_NO_SCOPE = "请先写一个专题,例如:煤层气;或改选“部分或条文”。"
ST_NO_PLACE = "请至少选一个部分或一条条文。"
ST_NO_NUMBER = "请填写{name}。"
ST_SEED_WRONG = "组卷编号应为 0 至 {most} 的整数。"
ST_TOO_FAST = "操作太频繁,请 {seconds} 秒后再试。"
ST_NOTHING_MADE = "还没有学习方案,请先点“{make}”。"
ST_NO_MATERIAL = "这个范围没有可以写成“{name}”的内容。"
ST_EMPTY = (
    "在左边选好范围和对象,点“{make}”。几秒钟后,这里会显示议程、要点、讨论题、试卷和卡片,"
    "每一项都注明出自第几条。"
)
ST_DOWNLOADS = "下载"
ST_MATERIALS = {
    "zip": "全部材料(ZIP)",
    "handout": "讲义(Word)",
    "slides": "课件(PPT)",
    "paper": "试卷(Word)",
    "answers": "答案(Word)",
    "cards": "记忆卡片(Anki)",
    "plan": "学习方案(Markdown)",
    "map": "思维导图(PNG)",
    "map_svg": "思维导图(SVG)",
    "line": "时间轴(PNG)",
    "line_svg": "时间轴(SVG)",
}
ST_TAKE = "去答题"
ST_SECTIONS = {"goals": "学习目标", "agenda": "议程", "points": "要点", "figures": "要记住的指标",
               "dates": "要记住的时间", "slogans": "提法解释", "links": "条文之间的联系",
               "discussion": "讨论题", "tasks": "课后任务", "pictures": "思维导图和时间轴",
               "quiz": "试卷", "cards": "记忆卡片"}  # fmt: skip
ST_SECTIONS_NAME = "本方案的内容"
ST_ABOUT = "对象:{audience} · 时长:{minutes} 分钟 · 难度:{difficulty} · {version} 卷,编号 {seed}"
ST_AGENDA_COLUMNS = ("时间", "分钟", "环节", "做什么", "依据")
ST_YEAR = "{year} 年"
ST_LINKS = {"term": "提法", "place": "地方", "project": "项目与制度", "indicator": "指标"}
ST_PAPER = "共 {count} 题,满分 {points} 分。{note}"
ST_NO_QUESTIONS = "这份方案没有题目。要出题,请把题数改为 1 以上再生成。"
ST_POINTS = "({points} 分)"
ST_KEY = "看答案"
ST_ALL_KEYS = "显示全部答案"
ST_NO_KEYS = "隐藏全部答案"
ST_KEY_IS = "答案:{key}"
ST_BASIS = "依据:"
ST_CARD_HINT = "点卡片翻面,共 {count} 张。"
ST_CARD_KINDS = {"term": "提法", "indicator": "指标", "title": "条文"}
ST_MAP_NAME = "思维导图"
ST_LINE_NAME = "时间轴"

# Taking a quiz
ST_QUIZ_EMPTY = "还没有试卷。请先到“{view}”里生成学习方案。"
ST_QUIZ_LEAD = "共 {count} 题,满分 {points} 分。答案保存在本浏览器,刷新或关闭网页后仍在。"
ST_NAME = "姓名"
ST_NAME_PLACEHOLDER = "最多 {limit} 字"
ST_BLANK_NAME = "第 {number} 题第 {blank} 空"
ST_ANSWER_NAME = "第 {number} 题的回答"
ST_CHOOSE = "请选择"
ST_MULTIPLE_HINT = "可选多项"
ST_ORDER_HINT = "用箭头调整次序,第一个在最上面。"
ST_UP = "上移:{text}"
ST_DOWN = "下移:{text}"
ST_SUBMIT = "交卷"
ST_NEXT = "下一位答题"
ST_AGAIN = "改答案再交"
ST_NO_NAME = "请先填写姓名,再交卷。"
ST_LEFT_OPEN = "还有 {count} 题没有作答(第 {numbers} 题)。确定现在交卷吗?"
ST_SCORE = "{name}:{points} 分(满分 {most} 分),{right} 题全对,共 {count} 题。"
ST_RIGHT = "✔ 正确"
ST_PARTLY = "◐ 部分正确"
ST_WRONG = "✖ 不对"
ST_OPEN = "— 未作答"
ST_EARNED = "{verdict},得 {points} 分(满分 {most} 分)"
ST_EXPECTED = "正确答案:{key}"
ST_WHY = "解析:{text}"
ST_RESULTS = "成绩"
ST_NO_RESULTS = "交卷后,成绩会列在这里。换一位答题时点“{next}”。"
ST_RESULTS_LEAD = "共 {count} 份,平均得分率 {rate}。只保存在本浏览器。"
ST_RESULT_COLUMNS = ("姓名", "试卷", "得分", "满分", "全对题数", "题数", "失分的题", "交卷时间")
ST_RESULTS_CSV = "下载成绩(CSV)"
ST_RESULTS_CSV_NAME = "答题成绩.csv"
ST_FORGET = "清除成绩"
ST_FORGET_ASK = "清除本浏览器里的全部成绩?清除后不能恢复。"
ST_TOO_MANY_RESULTS = "本浏览器已存 {limit} 份成绩。请先下载并清除成绩,再交卷。"
ST_MARK_FAILED = "没有判出分数,请再交一次;答案仍保留着。"
ST_RECORD_UNREADABLE = "本浏览器保存的答题记录读不出来,已从头开始。"
ST_RECORD_OTHER_PLAN = "本浏览器保存的答题记录属于另一份文件或旧版本,已从头开始。"

# Start-up
STARTING = "正在启动{name}……"
INDEXING = "建立索引"
READY = "网页已就绪,请在浏览器打开:{address}\n按 Ctrl+C 停止。"
OPEN_TO_NETWORK = "注意:监听地址是 {host},同一网络中的其他人也能打开这个网页。"
STOPPING = "已停止。"
PORT_IN_USE = (
    "端口 {port} 已被占用,可能本程序已经在运行。"
    "请先关闭占用它的程序,或换一个端口,例如 ASSISTANT_PORT={other}。"
)
PORT_FORBIDDEN = "没有权限使用端口 {port}。请换一个 1024 以上的端口,例如 ASSISTANT_PORT=7860。"
HOST_UNUSABLE = (
    "无法监听地址 {host}。请检查 ASSISTANT_HOST:只供本机使用填 127.0.0.1,供局域网使用填 0.0.0.0。"
)

# Operation
LOGIN = "登录"
LOGIN_NAME = "用户名"
LOGIN_PASSWORD = "密码"
LOGIN_FAILED = "用户名或密码不对,或因多次输错已被暂时锁定。请核对后再试,或联系管理员。"
LOGIN_NEEDED = "请先登录。"
LOG_OUT = "退出登录"
FOREIGN_FORM = "这个请求不是从本网页发出的,没有执行。"
ADMIN_ONLY = "只有管理员或本机可以查看。"
REQUEST_TOO_LARGE = "请求的内容太大,没有处理。"
TOO_FAST = "提问太频繁,请 {seconds} 秒后再试。问题没有丢失,仍在输入框里。"
AUDIT_UNUSABLE = "审计日志 {file} 无法写入。请检查目录权限,或关闭 ASSISTANT_AUDIT。"
ACCOUNTS_UNUSABLE = "用户数据无法读写。请检查 ASSISTANT_DATA_FOLDER 的权限。"
NO_USERS = "已要求登录,但还没有用户。请先运行:python -m assistant users add 用户名 --role admin"
USER_NAME_UNUSABLE = "用户名须为 1 至 40 个字母、数字、汉字或 . @ - _。"
USER_EXISTS = "用户 {name} 已存在。"
USER_MISSING = "没有用户 {name}。"
USER_ADDED = "已添加用户 {name}({role})。"
USER_REMOVED = "已删除用户 {name}。"
PASSWORD_SHORT = "密码须有 {least} 至 200 个字符。"
PASSWORD_CHANGED = "已修改 {name} 的密码。"
ROLE_UNKNOWN = "没有角色 {role};可用:{roles}。"
