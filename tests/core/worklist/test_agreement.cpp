// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/worklist/agreement.h"
#include "tests/core/worklist/journal_fixture.h"

#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

class TestAgreement final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsByLabelAndFinding()
    {
        const QTemporaryDir folder;
        const auto journal = Journal::create(folder.filePath(u"j"_s), toyJob());
        REQUIRE(journal);
        constexpr int rows = 90;
        REQUIRE(list(**journal, rows));
        std::vector<ScreenedStudy> studies;
        for (int number = 1; number <= rows; ++number)
            studies.push_back(judged(*(*journal)->study(number)));
        studies[89].status = StudyStatus::Refused;
        REQUIRE((*journal)->record(studies, {}));
        // Label 1 from row 49 on, positive from row 31 on: see judged().
        const auto say = [&](int first, int last, Verdict verdict) {
            for (int number = first; number <= last; ++number)
                REQUIRE((*journal)->setVerdict(number, verdict, {}));
        };
        say(1, 8, Verdict::Agree);
        say(9, 10, Verdict::Disagree);
        say(40, 42, Verdict::Unsure);
        say(60, 65, Verdict::Agree);
        say(66, 66, Verdict::Disagree);
        say(90, 90, Verdict::Disagree); // of a refused study: no finding to disagree with

        const auto agreement = agreementIn(**journal);
        REQUIRE(agreement);
        QCOMPARE(agreement->findings, qint64{89});
        QCOMPARE(agreement->all.agree, qint64{14});
        QCOMPARE(agreement->all.disagree, qint64{3});
        QCOMPARE(agreement->all.unsure, qint64{3});
        QCOMPARE(agreement->all.read(), qint64{20});
        QCOMPARE(agreement->byLabel.size(), std::size_t{2});
        QCOMPARE(agreement->byLabel[0].agree, qint64{8});
        QCOMPARE(agreement->byLabel[0].unsure, qint64{3});
        QCOMPARE(agreement->byLabel[1].agree, qint64{6});
        QCOMPARE(agreement->positive.agree, qint64{6});
        QCOMPARE(agreement->positive.unsure, qint64{3});
        QCOMPARE(agreement->negative.disagree, qint64{2});
        // Wilson's interval of 6 of 7, calculated from the formula in Python.
        const Interval share = agreement->positive.share();
        QCOMPARE(share.value, 6.0 / 7);
        QVERIFY(std::abs(share.low - 0.486872) < 1e-5);
        QVERIFY(std::abs(share.high - 0.974320) < 1e-5);
    }

    void nothingReadIsNoShare() { QVERIFY(std::isnan(AgreementCounts{0, 0, 4}.share().value)); }
};

QTEST_GUILESS_MAIN(TestAgreement)
#include "test_agreement.moc"
