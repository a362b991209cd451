"""Replies that say what stands in the way and what is asked of others."""

from tables import each


@each(
    ("task", "text", "expected"),
    [
        (
            "steel",
            "2.2钢铁改了8家，炉子还差两台，9月底能完",
            "steel=8 | by 2020-09-30 | problem: 炉子还差两台",
        ),
        (
            "steel",
            "卡在环评审批，需要分管领导协调",
            "blocked | problem: 卡在环评审批 | needs: 需要分管领导协调",
        ),
        (
            "steel",
            "存在问题：资金不到位，土地未批。需省厅协调解决。",
            "problem: 资金不到位，土地未批 | needs: 需省厅协调解决",
        ),
        (
            "steel",
            "受疫情影响，设备未到货，进度滞后",
            "at_risk | problem: 受疫情影响，设备未到货，进度滞后",
        ),
        ("steel", "建议请发改委协调电价", "needs: 建议请发改委协调电价"),
        (
            "steel",
            "blocked by the grid company",
            "blocked | problem: blocked by the grid company",
        ),
        (
            "steel",
            "need the finance bureau to coordinate",
            "needs: need the finance bureau to coordinate",
        ),
        ("steel", "年底前无法完成", "at_risk"),
        ("steel", "9月底前难以完成", "at_risk | problem: 9月底前难以完成"),
        ("steel", "停工了", "blocked"),
        ("steel", "资金缺口2000万元", "problem: 资金缺口2000万元"),
        ("steel", "缺设备", "problem: 缺设备"),
        ("steel", "锅炉尚余2台", "problem: 锅炉尚余2台"),
        ("steel", "需要财政追加资金500万元", "needs: 需要财政追加资金500万元"),
        ("steel", "请省厅协调电网公司尽快送电", "needs: 请省厅协调电网公司尽快送电"),
        ("steel", "望领导出面协调用地指标", "needs: 望领导出面协调用地指标"),
        ("steel", "原因：疫情影响设备到货", "problem: 疫情影响设备到货"),
        ("steel", "主要困难是资金不到位", "problem: 资金不到位"),
        ("steel", "at risk, equipment delayed", "at_risk | problem: equipment delayed"),
        (
            "steel",
            "目前仅完成5家，进度滞后，主要是设备供货慢",
            "steel=5 | at_risk | problem: 进度滞后，主要是设备供货慢",
        ),
        (
            "steel",
            "进展顺利，已完成8家，下一步确保9月底前全部完成。问题：供货紧张。建议：请省厅协调。",
            (
                "steel=8 | on_track | by 2020-09-30"
                " | problem: 供货紧张 | needs: 请省厅协调"
            ),
        ),
        ("steel", "已完成，但资金未支付", "problem: 资金未支付"),
        ("steel", "We are behind schedule", "at_risk"),
        (
            "steel",
            "stuck at the permit office",
            "blocked | problem: stuck at the permit office",
        ),
        ("steel", "waiting for equipment", "problem: waiting for equipment"),
        (
            "steel",
            "need finance to approve the budget",
            "needs: need finance to approve the budget",
        ),
        (
            "steel",
            "please ask the city to coordinate",
            "needs: please ask the city to coordinate",
        ),
        (
            "steel",
            "存在的主要问题：一是资金缺口大，二是设备到货慢。",
            "problem: 资金缺口大，二是设备到货慢",
        ),
        ("steel", "资金未到位，需财政支持", "problem: 资金未到位 | needs: 需财政支持"),
        ("steel", "因疫情停工", "blocked | problem: 因疫情停工"),
        (
            "steel",
            "缺资金200万元，请财政厅支持",
            "problem: 缺资金200万元 | needs: 请财政厅支持",
        ),
        ("steel", "建议省厅协调电力部门", "needs: 建议省厅协调电力部门"),
        ("steel", "环评未批", "problem: 环评未批"),
        ("steel", "企业不配合", "problem: 企业不配合"),
        ("steel", "进度落后于序时", "at_risk"),
        ("steel", "暂停施工", "blocked"),
        ("steel", "困难：1.资金；2.用地", "problem: 资金；用地"),
        ("steel", "需协调事项：用地指标、用电", "needs: 用地指标、用电"),
        ("steel", "需协调事项：无", ""),
        ("steel", "锅炉还差几台", ""),
        ("steel", "存在问题：无", ""),
        ("steel", "存在问题：暂无；需协调事项：无", ""),
        ("steel", "需协调事项 无", ""),
        ("steel", "尾款没到，请财政支持", "problem: 尾款没到 | needs: 请财政支持"),
        ("steel", "存在困难", "problem: 存在困难"),
    ],
)
def test_a_reply_says_what_hinders_and_what_is_needed(told, task, text, expected):
    assert told(task, text) == expected


# A blocked or late task is a status; what it comes from is the problem.
@each(
    ("text", "expected"),
    [
        ("没有卡住，进展顺利", "on_track"),
        ("并非停滞，一直在正常推进，只是没来得及报", "on_track"),
        (
            "没有停工，但比计划慢了，主要是图纸没到",
            "at_risk | problem: 比计划慢了，主要是图纸没到",
        ),
        ("如果停工了我会马上报告的", ""),
        ("万一卡在审批，到时再请您协调", ""),
        ("以后有困难再请厅里支持，现在没有", ""),
        ("停工风险已排除", ""),
        ("责令停产停工企业23家", ""),
        ("约谈滞后地区2个", ""),
        ("整顿落后基层党组织3个", ""),
        ("不受疫情影响", ""),
        ("疫情影响不大", ""),
        ("3月份受疫情影响，现在早恢复了，按计划推进", "on_track"),
        ("前期受疫情影响，目前进展顺利", "on_track"),
        ("因疫情停工，3月已全面复工，进展顺利", "on_track"),
        ("暂停了两周，昨天恢复施工", ""),
        ("前期滞后，现已赶上进度", ""),
        ("前期供电没接通，供电问题已解决", ""),
        (
            "资金问题已解决，但设备还没到",
            "problem: 设备还没到",
        ),
        ("受疫情影响停工，预计8月中旬复工", "blocked | problem: 受疫情影响停工"),
        ("工期受影响", "at_risk"),
        ("恳请宽限两周", "at_risk | needs: 恳请宽限两周"),
        ("申请延期两个月", "at_risk"),
        ("进展不太顺利", "at_risk"),
        ("推进不太理想", "at_risk"),
        ("培训推迟到6月", ""),
        ("年底前完成把握不大", "at_risk"),
        ("延期可能性不大", ""),
        ("进度落下了", ""),
        ("落下不少进度了", "at_risk"),
        ("工地全停了", "blocked"),
        ("已经回到正轨", "on_track"),
        ("还没走上正轨", ""),
        ("这周正常推", "on_track"),
        ("除了3家都好了", "steel=10"),
        ("最晚不超过9月15日", "by 2020-09-15"),
        ("争取按计划推进", ""),
        ("一切按计划", "on_track"),
        ("都按部就班", "on_track"),
        ("目前on track，没有困难", "on_track"),
        ("equipment还没到货，进度delay了", "at_risk | problem: equipment还没到货"),
        ("Work has stopped", "blocked"),
        ("There is no delay, everything is going according to plan.", "on_track"),
        ("if it is stuck I will tell you", ""),
        ("might slip to November", "at_risk | by 2020-11-30"),
        ("I'm afraid we cannot make the deadline.", "at_risk"),
    ],
)
def test_how_it_goes_is_said_and_not_denied(told, text, expected):
    assert told("steel", text) == expected


@each(
    ("text", "expected"),
    [
        ("停摆一个月了，人手都抽去防疫了", "停摆一个月了，人手都抽去防疫了"),
        ("没人管，推不动", "没人管，推不动"),
        ("主要是农业农村厅的数据迟迟不给", "主要是农业农村厅的数据迟迟不给"),
        ("有几个点征地没谈拢", "有几个点征地没谈拢"),
        ("施工图审查还没通过", "施工图审查还没通过"),
        ("备件无法采购", "备件无法采购"),
        ("2个园区因拆迁停工", "2个园区因拆迁停工"),
        ("资金、土地未落实", "资金、土地未落实"),
        ("问题：资金；用地", "资金；用地"),
        ("问题：资金；需协调：用地", "资金"),
        ("问题：无；用地未批", "用地未批"),
        ("未完成，原因是设备没到", "原因是设备没到"),
        ("因环评公示期未满，暂未开工", "因环评公示期未满"),
        ("比计划慢，群众有意见但没说什么", ""),
        ("进度滞后，正在抓紧", ""),
        ("进度滞后，不在现场", "进度滞后，不在现场"),
        ("进度滞后，的", ""),
        ("进度滞后，问题已解决", ""),
        ("信访矛盾纠纷化解率95%", ""),
        ("化解纠纷86起", ""),
        ("存在纠纷3起", "存在纠纷3起"),
        ("淘汰老旧柴油车5000辆", ""),
        ("查处超标车辆924辆次", ""),
        ("梳理检视问题46条", ""),
        ("帮助企业解决困难126个", ""),
        ("采购无人机34架", ""),
        ("基本完成，还差一点扫尾", ""),
        ("针对企业反映的融资难问题，协调银行发放贷款", ""),
        ("督察组指出的整改不到位问题共12个", ""),
        ("印发《关于解决形式主义突出问题为基层减负的通知》", ""),
        ("个别业主拒绝进场采样", "个别业主拒绝进场采样"),
        (
            "Blocked, the EIA approval has not come through.",
            "Blocked, the EIA approval has not come through",
        ),
        (
            "Work has been suspended because of flooding",
            "Work has been suspended because of flooding",
        ),
        (
            "Delays because suppliers can't deliver",
            "Delays because suppliers can't deliver",
        ),
        ("碰到点麻烦，中标单位不干了", "中标单位不干了"),
        ("困难有两条，技术路线没定", "技术路线没定"),
        ("遇到个问题，已经解决了", ""),
        ("遇到点困难，正在想办法", "遇到点困难"),
        ("遇到点困难，请省厅协调", "遇到点困难"),
        ("由于设计变更，浮标站招标要重新走流程", "由于设计变更"),
        ("由于外方更换代表，要推倒重来", "由于外方更换代表"),
        ("雨污管错接混接严重", "雨污管错接混接严重"),
        ("联合惩戒严重失信企业", ""),
        ("意见不一", "意见不一"),
        ("没有分歧较大的地方", ""),
        ("船出不去", "船出不去"),
        ("农户不让进地采样", "农户不让进地采样"),
        ("决不让企业偷排", ""),
        ("系统宕机已修复", ""),
        ("出了点状况，好在已经处理好了", ""),
        ("无一企业拒不配合", ""),
        ("没有人不愿意参加", ""),
        ("帮助企业解决意见不一的问题12个", ""),
        ("迟迟未能解决用地不足的问题", "迟迟未能解决用地不足的问题"),
        ("最大的短板是基层没有专业人员", "最大的短板是基层没有专业人员"),
        ("企业对改造有顾虑", "企业对改造有顾虑"),
        ("打消企业顾虑", ""),
        ("压减三公经费20%", ""),
        ("今年经费被砍了一块", "今年经费被砍了一块"),
        (
            "The supplier has not shipped the analysers",
            "The supplier has not shipped the analysers",
        ),
        ("资金缺口补上了", ""),
        ("请厅里定一下，不然没法推进", ""),
        ("Stuck since Monday, nothing moves", ""),
        ("The contractor walked off the site", "The contractor walked off the site"),
        ("No problem so far", ""),
        ("delayed, may not make it by the due date", ""),
    ],
)
def test_what_stands_in_the_way_is_a_cause(read, text, expected):
    assert read("steel", text).problem == expected


@each(
    ("text", "expected"),
    [
        ("需信息中心开个数据接口", "需信息中心开个数据接口"),
        (
            "请张处帮忙联系自然资源厅要一下矢量数据",
            "请张处帮忙联系自然资源厅要一下矢量数据",
        ),
        ("麻烦厅里出面跟经信谈谈", "麻烦厅里出面跟经信谈谈"),
        ("急需专家支援", "急需专家支援"),
        ("得厅里出面", "得厅里出面"),
        ("希望省里统一标准", "希望省里统一标准"),
        ("We need additional funds", "We need additional funds"),
        ("We request technical support", "We request technical support"),
        (
            "麻烦厅领导跟财政厅打个招呼，尽快把尾款拨下来",
            "麻烦厅领导跟财政厅打个招呼，尽快把尾款拨下来",
        ),
        ("请财政支持，我们尽快审批", "请财政支持"),
        ("盼尽快明确由哪个处室牵头", "盼尽快明确由哪个处室牵头"),
        ("请明确由哪个处室牵头？", ""),
        ("请审批处研究是否开绿色通道", "请审批处研究是否开绿色通道"),
        ("拟请分管领导约谈那三个县", "拟请分管领导约谈那三个县"),
        ("希望能给基层配几台仪器", "希望能给基层配几台仪器"),
        ("能否协调大数据局开放接口", "能否协调大数据局开放接口"),
        ("能否算完成", ""),
        ("需要法规处把把关", "需要法规处把把关"),
        ("提出审计建议83条", ""),
        ("需报省政府审定", ""),
        ("下一步需加快推进", ""),
        ("还需要一个月时间", ""),
        ("请领导审阅", ""),
        ("请各位领导放心，我们会抓紧", ""),
        ("已请省厅协调，暂无需要", ""),
        ("收集企业需求320条", ""),
        ("we need to finish the design", ""),
        ("thanks for your support", ""),
        ("Our request for funds has been approved", ""),
        ("The county needs to sign", "The county needs to sign"),
    ],
)
def test_what_is_asked_of_others(read, text, expected):
    assert read("steel", text).needs == expected


@each(
    ("text", "what", "part"),
    [
        ("目前８家，卡在审批", "status", "卡在"),
        ("目前８家，卡在审批", "problem", "卡在审批"),
        ("进展顺利，9月底全部完成", "status", "进展顺利"),
        ("进展顺利，9月底全部完成", "expected", "9月底"),
        ("收到，请省厅协调。谢谢", "needs", "请省厅协调"),
        ("本周无变化，谢谢", "unchanged", "无变化"),
        ("同上", "unchanged", "同上"),
        ("好的，已全部完成", "status", "已全部完成"),
    ],
)
def test_a_finding_points_to_its_words(read, text, what, part):
    (found,) = [one for one in read("steel", text).sources if one.what == what]
    assert text[slice(*found.span)] == part


def test_a_pasted_table_is_read_to_a_length_no_reply_has(told):
    assert told("steel", "甲，" * 100 + "停工了") == "blocked"
    assert told("steel", "甲，" * 400 + "停工了") == ""
