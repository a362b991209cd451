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
        ("steel", "年底前无法完成", "at_risk | problem: 年底前无法完成"),
        ("steel", "9月底前难以完成", "at_risk | problem: 9月底前难以完成"),
        ("steel", "停工了", "blocked | problem: 停工了"),
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
        (
            "steel",
            "We are behind schedule",
            "at_risk | problem: We are behind schedule",
        ),
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
        ("steel", "进度落后于序时", "at_risk | problem: 进度落后于序时"),
        ("steel", "暂停施工", "blocked | problem: 暂停施工"),
        ("steel", "困难：1.资金；2.用地", "problem: 资金"),
        ("steel", "需协调事项：用地指标、用电", "needs: 用地指标、用电"),
        ("steel", "需协调事项：无", ""),
        ("steel", "锅炉还差几台", ""),
        ("steel", "存在困难", "problem: 存在困难"),
    ],
)
def test_a_reply_says_what_hinders_and_what_is_needed(told, task, text, expected):
    assert told(task, text) == expected
