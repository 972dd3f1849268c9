// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/statistics/roc.h"
#include "tests/core/evaluation/results_fixture.h"

#include <QTest>

using namespace Qt::StringLiterals;

using namespace ccad;
using namespace ccad::test;

namespace {

const QString covid = u"covid"_s;

QString refusal(const ModelResults& first, const ModelResults& second, const QString& className)
{
    const auto comparison = compareModels(first, second, className);
    if (comparison || comparison.error().code != ErrorCode::InvalidArgument)
        return {};
    return comparison.error().message;
}

} // namespace

class TestComparison : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comparesTheImagesInCommon()
    {
        const ModelResults first = drawnResults();
        // The same data set in another place, other classes in another order, fewer images.
        ModelResults second = drawnResults(u"/moved"_s);
        second.test.items = drawnItems(90, u"/moved"_s, 77);
        std::swap(second.manifest.classes[0], second.manifest.classes[1]);
        for (ScoredItem& scored : second.test.items) {
            scored.item.label = scored.item.label == 0 ? 1 : scored.item.label == 1 ? 0 : 2;
            std::swap(scored.probabilities[0], scored.probabilities[1]);
        }
        second.test.items.resize(70);
        std::reverse(second.test.items.begin(), second.test.items.end());

        const auto found = compareModels(first, second, covid);
        QVERIFY2(found, found ? "" : qPrintable(found.error().message));
        QCOMPARE(found->images, 70);
        QCOMPARE(found->onlyFirst, 20);
        QCOMPARE(found->onlySecond, 0);
        QCOMPARE(found->firstScores.size(), std::size_t{70});
        const auto expect = [&](const std::vector<ScoredItem>& items, int classIndex) {
            const std::vector<ScoredItem> common(items.begin(), items.begin() + 70);
            const ClassScores scores = classScores(common, classIndex);
            return delongInterval(scores.scores, scores.positive);
        };
        QCOMPARE(found->auc.first.value, expect(first.test.items, 0).value);
        QCOMPARE(found->auc.first.low, expect(first.test.items, 0).low);
        QCOMPARE(found->auc.second.value, expect(second.test.items, 1).value);
        QVERIFY(found->auc.p > 0 && found->auc.p <= 1);
        const AucComparison again
            = compareAucs(found->firstScores, found->secondScores, found->positive);
        QCOMPARE(again.p, found->auc.p);
    }

    void refusesWhatCannotBeCompared()
    {
        const ModelResults first = drawnResults();
        QVERIFY(refusal(first, first, u"flu"_s).contains(u"\"flu\""_s));
        ModelResults renamed = drawnResults();
        renamed.manifest.name = u"second"_s;
        renamed.manifest.classes[0].name = u"flu"_s;
        QVERIFY(refusal(first, renamed, covid).startsWith(u"The model second has no"_s));

        ModelResults other = drawnResults();
        for (ScoredItem& scored : other.test.items)
            scored.item.file += u".copy"_s;
        QVERIFY(refusal(first, other, covid).contains(u"different images"_s));

        ModelResults relabelled = drawnResults();
        relabelled.test.items[1].item.label = 2;
        QVERIFY(refusal(first, relabelled, covid).contains(u"chest, \"1\".png"_s));

        ModelResults healthy = drawnResults();
        std::erase_if(healthy.test.items,
                      [](const ScoredItem& scored) { return scored.item.label == 0; });
        QVERIFY(refusal(first, healthy, covid).contains(u"some that are"_s));
    }
};

QTEST_GUILESS_MAIN(TestComparison)
#include "test_comparison.moc"
