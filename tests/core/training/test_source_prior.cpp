// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/training/source_prior.h"

#include <QTest>

#include <cmath>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

/// So many images of each class from each source.
struct Group
{
    const char* source;
    int label;
    int count;
};

class Items
{
public:
    explicit Items(const std::vector<Group>& groups)
    {
        for (const Group& group : groups)
            for (int i = 0; i < group.count; ++i) {
                DatasetItem item;
                item.source = QString::fromLatin1(group.source);
                item.label = group.label;
                m_set.items.push_back(item);
            }
        const auto images = TrainingImages::unread(m_set.items, {});
        m_items = images.trainingItems(m_set);
    }

    [[nodiscard]] const std::vector<TrainingItem>& all() const { return m_items; }

private:
    TrainingItems m_set;
    std::vector<TrainingItem> m_items;
};

bool isClose(const std::vector<float>& offsets, const std::vector<double>& probabilities)
{
    for (std::size_t c = 0; c < probabilities.size(); ++c)
        if (std::abs(static_cast<double>(offsets[c]) - std::log(probabilities[c])) > 1e-6)
            return false;
    return offsets.size() == probabilities.size();
}

} // namespace

class TestSourcePrior : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aShareOfNothingIsNone()
    {
        const Items items({{"a", 0, 5}, {"b", 1, 5}});
        QVERIFY(SourcePrior(items.all(), 2, 0, false).isNone());
        QVERIFY(SourcePrior().isNone());
    }

    void theImagesOfASourceSayHowOftenItShowsAClass()
    {
        const Items items({{"a", 0, 30}, {"a", 1, 10}, {"b", 1, 7}});
        const SourcePrior prior(items.all(), 2, 0.8, false);
        QVERIFY(isClose(prior.offsetsOf(u"a"_s), {0.1 + 0.8 * 0.75, 0.1 + 0.8 * 0.25}));
        QVERIFY(isClose(prior.offsetsOf(u"b"_s), {0.1, 0.9}));
    }

    void balancedGroupsAreDrawnInAnotherWay()
    {
        // Class 0 only from a; class 1 from a and b, whose groups weigh 3 and 4 of 7.
        const Items items({{"a", 0, 50}, {"a", 1, 9}, {"b", 1, 16}});
        const SourcePrior prior(items.all(), 2, 0.5, true);
        const double ofClass1 = 3.0 / 7;
        const double all = 1 + ofClass1;
        QVERIFY(isClose(prior.offsetsOf(u"a"_s), {0.25 + 0.5 / all, 0.25 + 0.5 * ofClass1 / all}));
        QVERIFY(isClose(prior.offsetsOf(u"b"_s), {0.25, 0.75}));
    }

    void anUnknownSourceTellsNothing()
    {
        const Items items({{"", 0, 20}, {"", 1, 1}, {"b", 1, 5}});
        const SourcePrior prior(items.all(), 2, 0.9, false);
        QCOMPARE(prior.offsetsOf(QString()), (std::vector<float>{0, 0}));
    }
};

QTEST_GUILESS_MAIN(TestSourcePrior)
#include "test_source_prior.moc"
