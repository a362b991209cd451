"""The words of what stands in the way, Chinese and English."""

from rules.understand.scope import pattern

_NOT_YET = (
    r"(?:尚未|还未|仍未|至今未|一直[没未]有?|迟迟[没未不]|还没有?|没有?|未|老不"
    r"|总不|就是不)"
    r"(?:能|曾|得到|获得?|完全|全部|全都|全|及时|最终|正式|按时|足额|真正|怎么|彻底"
    r"|被|给我们|予以|统一|下)*"
)
# What others have to do before the work can go on.
_OTHERS_DO = (
    r"批(?!次)|下来|下达|下发|下文|到(?![期年时点节截0-9一二三四五六七八九十])|来货"
    r"|发货|拨|给|签|落实|落地|供|办下"
    r"|支付|付|交(?!流|叉)|提供|明确|通过(?!验收)|谈[拢妥成好下]|达成|同意|答应"
    r"|点头|松口"
    r"|回(?:复|函|文|音|话|应)|答复|反馈(?!意见)|解决|确定|确认|定下|定论|说法|结果"
    r"|拿到|拆|征[下用地]"
    r"|腾退|过审|过会|上会|排[上到进]|轮[上到]|审[完下核]|出具|盖章|接通|通[电车水]|送电|进场|接入|打通|统一"
    r"|理顺|配合"
    r"|[划分说搞弄理]清|招[到聘满]|配[备齐足]|出(?!现|问题|事|台)|[凑备交补报送]?齐|修好|复工|复产"
    r"|恢复|返岗|到岗|跟上|衔接|移交"
)
_HAVE_NO = (
    r"没有?(?:专业|专职|专门|足够|合适|专项)?的?(?:人(?!不)|钱|经费|资金|场地|土地|用地|编制|依据|经验|资质|权限|抓手|设备|专人)"
    r"|无(?:钱|人(?![机船值驾岛居艇])|资金|经费|编制|资质)"
)
_LACKING = (
    r"迟迟[不没未]|(?<!力度)(?:不足|不够)(?!为|[0-9一二两三四五])|不到位"
    r"|不[齐全畅稳清符]|不统一|不一致|不配合"
    r"|不同意|不支持|不愿|不肯|不积极|不理解|不明(?!显)|不兼容|不匹配|不具备|不满足"
    r"|不给|不批|不落实|不高(?!兴)"
    r"|不[顺]畅|不佳|不通过|不答应|不买账|不认账|不接(?=[活单手招茬])"
    r"|(?<![决绝])不让(?=[^，]{0,3}(?:进|入|采|施|开|装|查|拆|动|我们|测|过))"
    r"|没有?[^，不]{0,10}(?:愿意|肯(?!定))"
)
# 批不下来, 招不到人, 谈不拢: tried in vain.
_IN_VAIN = (
    r"(?:批|办|征|谈|定|招|拿|买|采购|凑|配|接|对|连|联系|落|过|进|拆|供|跟|收|找"
    r"|签|发|调|运|排|装|用|派|协调|衔接|传|拉|挖|打|钻|埋|运送|抽|腾|转|管|顾|忙|出)"
    r"不(?:下来|下|上|到|够|齐|通|动|拢|出[来去]?|成|起|进|着|过来?|[去走])"
    r"|(?<![少免忘大完成差离赶受好推])不了(?!解)|(?:要|得|只能|须|需|在"
    r"|还)等(?![月年下到])[^，]{1,20}(?:出台|下发|批复|到位|审批|印发|明确|答复"
    r"|结果|回复|定稿)"
    r"|(?:无法|没法|没办法|不能|难以|难于?)(?!完|算|说|代表|按|如期|达|赶|推进|开展"
    r"|实施|施工|进行|继续|判|估|保证|确保)[\u4e00-\u9fff]{2,}"
)
_STATES = (
    r"紧张|吃紧|紧缺|奇缺|缺口|欠缺|匮乏|缺乏|缺少|(?<![或补紧短欠空])缺(?!一不可"
    r"|席|口|陷|省|乏|少|失)|(?<!不)断[供货电档]"
    r"|意见(?:不一|分歧|相左)|(?:有|存在|存)分歧|分歧(?:较|很|太|比较)?大|打架"
    r"|(?:设计|图纸|方案|选址|线路|线位|规划|口径)(?:又|要|有|发生|频繁|反复|一再)*(?:变更|变了|变来变去)"
    r"|严重(?=\s*(?:[，。、；！]|$))|拒绝|拒不|率(?:还|仍|偏|较|很|太|比较)*低|[流废弃撤]标|毁约|跳票|变卦|爽约|反悔|食言|打回|否决|撤资|违约|跑路"
    r"|破产|扯皮|有(?:一定|较大|很大|所|些)?[顾疑]虑|推诿|推来推去|踢皮球|相互推|互相推|阻挠|涨价|(?:价格?"
    r"|成本)[^，]{0,3}(?:上涨|过?高|太高|偏高)"
    r"|超预算|超概|(?:预算|资金|经费)被(?:压减|削减|砍|核减)|被(?:列入失信|列入黑|查封|冻结|起诉)|(?:资质|许可证?|证照|合同|批文|资格)[^，]{0,3}(?:过期(?!企业|单位|的)|失效|到期了)|瘫痪|崩[溃了掉]|宕机|死机|卡顿|(?:老是?|总是?|经常|频繁|一直)(?:崩|掉线|断|报错|出错|坏)|坏了|被毁|冲毁|垮塌|塌方|偏低|较低|太低|过低|偏弱|偏少|太少"
    r"|过少|人[手员]?少|(?:人|员|骨干|专家|队伍)[^，]{0,3}(?:走了|跑了|跑光|辞了|流失)"
    r"|难度(?:较|很|太|比较|非常)?大|受限|受制|制约|拖累|抽[调去走]|借调|被[抽调]走"
    r"|调走|离职|辞职|请病假|住院|资金链"
    r"|人手(?:不|少|紧|缺)|忙不过来|顾不上|协调难|推进难|难推进|落地难|融资难"
    r"|征地难|拆迁难"
    r"|(?:开发|速度|办理|办证|办事|动作|出图|供图|反应|检测|分析|调试|安装|生产|运输"
    r"|报批)[^，]{0,3}慢|退场|停业|倒闭|阻工|抵制|意见(?:很|较|比较)?大|掉线"
    r"|(?:供货|到货|审批|批复|回款|交货|发货|供应|拨付|流程|手续|反馈|响应|产能"
    r"|交付|征迁|拆迁|征地|立项|采购|招标)"
    r"[^，]{0,4}(?:慢|延迟|滞后|推迟|受阻|停滞|卡|繁琐|复杂|长|难)"
)
_SUFFERED = (
    r"(?:主要|最大|突出|当前|存在)的?(?:问题|困难|难点|障碍|瓶颈|原因|短板|软肋|症结)(?:还"
    r"|主要)?(?:是|在于|为(?!期)|就是)(?!什么)|因(?!此|地|子|为)[^，]{1,16}(?:影响"
    r"|停工|停滞|暂停|受阻)|疫情(?:防控)?(?:影响|原因|耽误|反复)|受(?!理|让|益|贿"
    r"|托|邀|众|训|教|纳|污染)[^，]{1,16}(?:影响|限制|制约|干扰)"
    r"|(?:卡脖子|头[疼痛]|棘手|难办|要命|揪心|麻烦)的(?:是|在于|地方|问题)"
    r"|影响(?=[^，]{0,8}(?:进度|施工|工期|推进|到货|进展))"
)
NEGATIVE = pattern(
    rf"{_NOT_YET}(?:{_OTHERS_DO})|{_HAVE_NO}|{_LACKING}|{_IN_VAIN}|{_STATES}"
    rf"|{_SUFFERED}"
)
# Things that are also worked on: 化解纠纷86起 hinders nobody.
MATTERS = pattern(
    r"(?<!完成)(?<!按期)(?<!按时)(?:存在|有|遇到|碰到)(?:了|一定|一些|不少|较大"
    r"|很大|点|些|几个|部分|较多|不小)*的?(?:困难|问题)(?!的|企业|群众|户|已|清单"
    r"|整改|线索|[0-9])"
    r"|纠纷(?!化解|调处|排查|多元|机制|调解)|争议|冲突|矛盾(?!纠纷|化解|调处|排查)"
    r"|故障|损坏|薄弱|老化|老旧(?!车|柴油|小区|机)|难点|难题|瓶颈|障碍|抵触|阻力"
    r"|反对|短缺|缺失"
    r"|停[电水](?!整治|整顿|企业)|封[控闭]|隔离|退回|驳回|拖欠|欠[款费薪]"
)
DEALT_WITH = pattern(
    r"(?:解决|破解|攻克|攻关|打消|帮助|帮|为|化解|调处|克服|消除|排除|查处|查摆|检视"
    r"|梳理|整改|排查|发现|受理|处置|淘汰|补齐|针对|应对|防范|防御"
    r"|防止|避免|整治|强化|加强|修订|修复|开展|核查|处理|调解|督促|抢修|更换|更新"
    r"|改造|回应|答复|破除|打通|弥补|杜绝"
    r"|聚焦|围绕|聚力)[^，]{0,10}$"
)
_HAS_NOT = (
    r"(?:(?:has|have|is|are|was|were|did|do|does)(?: still| yet)? not|(?:has|have"
    r"|is|are|was|were|did|do|does|wo)n't|not yet)"
    r"(?: yet)?(?: been)?(?: yet)?"
)
_OTHERS_DID = (
    r"(?:arrived?|delivered?|approved?|received?|handed|signed|com(?:e|ing)|agreed?"
    r"|available|ready|issued|paid|pay"
    r"|released|granted|respond(?:ed)?|repl(?:y|ied)|provided?|given|gave|allocated"
    r"|cooperat(?:e|ed|ing)|enough|shipped|dispatched|submitted|cleared"
    r"|transferred|connected|clear|sufficient|settled|got|gotten|sent|working|work"
    r"|have enough|supplied|supply)"
)
ENGLISH = pattern(
    r"\b(?:lack(?:s|ing|ed)?|shortages?|short of|(?:short|under)-?(?:staffed"
    r"|handed)|not enough|insufficient|inadequate"
    r"|waiting (?:for|on)|awaiting|missing|unavailable|pending|fail(?:s|ed|ure"
    r"|ing)?|refus(?:e|es|ed|ing)"
    r"|reject(?:s|ed)|disput(?:e|es|ed)|disagree\w*|object(?:s|ed) to"
    r"|broken?(?: down)?|break-?down|faulty"
    r"|damaged|flood(?:s|ed|ing)?|typhoon|heavy rain|landslide|epidemic|pandemic"
    r"|covid|lockdown|bottlenecks?"
    r"|obstacles?|hurdles?|unclear|over budget|too (?:few|little|expensive)"
    r"|unresolved|unsettled|unpaid|unsigned"
    r"|out of (?:stock|money|funds|budget)|held up (?:by|at|in)|because|owing to"
    r"|due to (?!be\b|finish|complete|end\b|start|open|go\b)|caused by|affected by"
    r"|impacted by|hampered|hindered|constrained|difficulties"
    r"|(?:problem|issue|difficulty|trouble|reason|cause|challenge)s?(?: now| here"
    r"| at present)? (?:is|are|with|was)"
    rf"|{_HAS_NOT} {_OTHERS_DID}"
    r"|(?:walked|backed|dropped) (?:off|out|away)"
    r"|quit|withdrew|bankrupt|no (?:funding|funds|money|budget|approval|staff"
    r"|people|response|reply|answer"
    r"|land|power|electricity"
    r"|contractor|bidders?|permit|data|agreement|manpower|supplier)|still (?:no|not"
    r"|waiting|missing)|has to wait)\b"
)
