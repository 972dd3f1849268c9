// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/preprocess/lung_mask.h"

#include <QTest>

#include <cmath>
#include <functional>

using namespace ccad;

namespace {

struct Ellipse
{
    double x, y, halfWidth, halfHeight;
};

LungMask maskOf(const std::vector<Ellipse>& lungs, float inside = 0.98F, int side = 56)
{
    LungMask mask{side, side, {}};
    for (int row = 0; row < side; ++row)
        for (int column = 0; column < side; ++column) {
            const double x = (column + 0.5) / side;
            const double y = (row + 0.5) / side;
            const bool isLung = std::ranges::any_of(lungs, [&](const Ellipse& e) {
                return std::hypot((x - e.x) / e.halfWidth, (y - e.y) / e.halfHeight) < 1;
            });
            mask.probability.push_back(isLung ? inside : 0.01F);
        }
    return mask;
}

const Ellipse rightLung{0.3, 0.5, 0.14, 0.3};
const Ellipse leftLung{0.7, 0.5, 0.14, 0.3};

} // namespace

class TestLungMask : public QObject
{
    Q_OBJECT
private Q_SLOTS:
    void isLinearBetweenCells();
    void twoLungsArePlausible();
    void lungsGrownTogetherAreTwo();
    void doubts_data();
    void doubts();
    void cropsWithAMargin();
    void cropsNothingBlindly();
    void certaintyIsThatOfTheCells();
};

void TestLungMask::isLinearBetweenCells()
{
    const LungMask mask{2, 2, {0, 1, 0.5F, 0.5F}};
    QCOMPARE(mask.at(0.25, 0.25), 0.0F);
    QCOMPARE(mask.at(0.75, 0.25), 1.0F);
    QCOMPARE(mask.at(0.5, 0.25), 0.5F);
    QCOMPARE(mask.at(0.75, 0.5), 0.75F);
    QCOMPARE(mask.at(0, 0), 0.0F); // beyond the outermost centres the outermost cell goes on
    QCOMPARE(mask.at(1, 0), 1.0F);
    const auto larger = enlarged(mask, 4, 2);
    QCOMPARE(larger.size(), std::size_t{8});
    QCOMPARE(larger[1], 0.25F);
    QCOMPARE(larger[2], 0.75F);
}

void TestLungMask::twoLungsArePlausible()
{
    const LungShape shape = shapeOf(maskOf({rightLung, leftLung}));
    QVERIFY2(shape.isPlausible(), qPrintable(shape.doubt));
    QCOMPARE(shape.regions, 2);
    QVERIFY(std::abs(shape.areaShare - 2 * M_PI * 0.14 * 0.3) < 0.01);
    QVERIFY(shape.balance > 0.95);
    QVERIFY(std::abs(shape.box.left - 0.16) < 0.02);
    QVERIFY(std::abs(shape.box.right() - 0.84) < 0.02);
    QVERIFY(std::abs(shape.box.top - 0.2) < 0.02);
    QVERIFY(std::abs(shape.box.bottom() - 0.8) < 0.02);
}

void TestLungMask::lungsGrownTogetherAreTwo()
{
    const LungShape shape = shapeOf(maskOf({rightLung, leftLung, Ellipse{0.5, 0.6, 0.1, 0.05}}));
    QCOMPARE(shape.regions, 1);
    QVERIFY2(shape.isPlausible(), qPrintable(shape.doubt));
    QVERIFY(shape.balance > 0.8);
}

void TestLungMask::doubts_data()
{
    QTest::addColumn<LungMask>("mask");
    QTest::addColumn<QString>("part");
    const auto row = [](const char* name, const LungMask& mask, const char* part) {
        QTest::newRow(name) << mask << QString::fromLatin1(part);
    };
    row("no cells", LungMask{}, "No lungs");
    row("nothing", maskOf({}), "No lungs");
    row("specks", maskOf({{0.3, 0.3, 0.02, 0.02}, {0.7, 0.3, 0.02, 0.02}}), "No lungs");
    row("everything", maskOf({{0.5, 0.5, 2, 2}}), "too large");
    row("tiny", maskOf({{0.4, 0.5, 0.05, 0.1}, {0.6, 0.5, 0.05, 0.1}}), "too small");
    row("one lung", maskOf({rightLung}), "Two lungs");
    row("one above the other", maskOf({{0.5, 0.25, 0.2, 0.2}, {0.5, 0.75, 0.2, 0.2}}), "Two lungs");
    row("corner", maskOf({{0.1, 0.15, 0.09, 0.25}, {0.35, 0.15, 0.09, 0.25}}), "edge");
    row("lying", maskOf({{0.24, 0.5, 0.22, 0.08}, {0.76, 0.5, 0.22, 0.08}}), "part of the picture");
    row("wide", maskOf({{0.25, 0.5, 0.24, 0.13}, {0.75, 0.65, 0.24, 0.13}}), "wider");
}

void TestLungMask::doubts()
{
    QFETCH(LungMask, mask);
    QFETCH(QString, part);
    const LungShape shape = shapeOf(mask);
    QVERIFY(!shape.isPlausible());
    QVERIFY2(shape.doubt.contains(part), qPrintable(shape.doubt));
}

void TestLungMask::cropsWithAMargin()
{
    const auto crop = lungCrop(maskOf({rightLung, leftLung}), 0.1);
    QVERIFY(crop);
    QVERIFY(std::abs(crop->left - (0.16 - 0.068)) < 0.02);
    QVERIFY(std::abs(crop->bottom() - (0.8 + 0.068)) < 0.02);
    const auto whole = lungCrop(maskOf({rightLung, leftLung}), 1);
    QVERIFY(whole);
    QCOMPARE(whole->left, 0.0);
    QCOMPARE(whole->right(), 1.0);
    QCOMPARE(whole->bottom(), 1.0);
}

void TestLungMask::cropsNothingBlindly()
{
    QVERIFY(!lungCrop(maskOf({rightLung}), 0.1));
    QVERIFY(!lungCrop(LungMask{}, 0.1));
}

void TestLungMask::certaintyIsThatOfTheCells()
{
    QVERIFY(shapeOf(maskOf({rightLung, leftLung}, 0.99F)).certainty > 0.95);
    QVERIFY(shapeOf(maskOf({rightLung, leftLung}, 0.6F)).certainty < 0.25);
}

QTEST_GUILESS_MAIN(TestLungMask)
#include "test_lung_mask.moc"
