// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/measure_tool.h"
#include "ui/viewer/measurement.h"

#include <QSignalSpy>
#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

namespace {

Measurement length(QPointF from, QPointF to)
{
    return {Measurement::Kind::Length, {from, to}};
}

Measurement angle(QPointF first, QPointF vertex, QPointF last)
{
    return {Measurement::Kind::Angle, {first, vertex, last}};
}

std::optional<PixelSpacing> spacingOf(double rowMm, double columnMm,
                                      SpacingSource source = SpacingSource::PixelSpacing)
{
    return PixelSpacing{rowMm, columnMm, source};
}

constexpr double reach = 5;

} // namespace

class TestMeasurement final : public QObject
{
    Q_OBJECT

    std::unique_ptr<MeasurementList> m_list;
    std::unique_ptr<MeasureTool> m_tool;

    void click(QPointF at)
    {
        m_tool->press(at, reach);
        m_tool->release(at, reach);
    }
    bool drag(QPointF from, QPointF to)
    {
        const bool taken = m_tool->press(from, reach);
        m_tool->move((from + to) / 2);
        m_tool->move(to);
        m_tool->release(to, reach);
        return taken;
    }

private Q_SLOTS:
    void init()
    {
        m_list = std::make_unique<MeasurementList>();
        m_tool = std::make_unique<MeasureTool>();
        m_tool->setPictureSize({200, 100});
        m_tool->setList(m_list.get());
    }

    void lengthsTellRowsFromColumns()
    {
        const Measurement oblique = length({10, 20}, {13, 24});
        QCOMPARE(lengthOf(oblique, std::nullopt), 5.0);
        QCOMPARE(lengthOf(oblique, spacingOf(1, 1)), 5.0);
        // Three columns of 4 mm and four rows of 0.5 mm.
        QCOMPARE(lengthOf(oblique, spacingOf(0.5, 4)), std::hypot(12.0, 2.0));
    }

    void anglesAreThoseOfTheAnatomy()
    {
        QCOMPARE(angleOf(angle({1, 0}, {0, 0}, {0, 1}), std::nullopt), 90.0);
        QCOMPARE(angleOf(angle({1, 0}, {0, 0}, {-1, 0}), std::nullopt), 180.0);
        QCOMPARE(angleOf(angle({5, 5}, {4, 4}, {5, 4}), std::nullopt), 45.0);
        // Rows twice as far apart as columns: a pixel diagonal rises by atan 2.
        QVERIFY(std::abs(angleOf(angle({1, 1}, {0, 0}, {1, 0}), spacingOf(2, 1)) - 63.43494882)
                < 1e-6);
        QCOMPARE(angleOf(angle({1, 1}, {1, 1}, {5, 4}), std::nullopt), 0.0);
    }

    void textsSayUnitAndSource()
    {
        const Measurement m = length({0, 0}, {300, 400});
        const auto text = [&m](const std::optional<PixelSpacing>& spacing, LengthUnit unit) {
            return textOf(m, spacing, unit);
        };
        const auto mm = LengthUnit::Millimetre;
        QCOMPARE(text(std::nullopt, mm), u"500 pixels"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2), mm), u"100.0 mm, plane not stated"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2), LengthUnit::Centimetre),
                 u"10.00 cm, plane not stated"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::ImagerPixelSpacing), mm),
                 u"100.0 mm at the detector"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::NominalScannedPixelSpacing), mm),
                 u"100.0 mm of the film"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::MagnificationFactor), mm),
                 u"100.0 mm in the patient, by the magnification factor"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::SourceDistances), mm),
                 u"100.0 mm in the patient, by the distances of the source"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::Calibrated), mm),
                 u"100.0 mm, calibrated"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::CalibratedByGeometry), mm),
                 u"100.0 mm, calibrated by geometry"_s);
        QCOMPARE(text(spacingOf(0.2, 0.2, SpacingSource::CalibratedByObject), mm),
                 u"100.0 mm, calibrated with an object of known size"_s);
        QCOMPARE(textOf(angle({5, 5}, {4, 4}, {5, 4}), std::nullopt, mm), u"45.0°"_s);
        QCOMPARE(lengthUnitOf(u"cm"_s), LengthUnit::Centimetre);
        QCOMPARE(lengthUnitOf(u"furlong"_s), LengthUnit::Millimetre);
    }

    void everyEditCanBeUndone()
    {
        QSignalSpy changed(m_list.get(), &MeasurementList::changed);
        const Measurement first = length({0, 0}, {10, 0});
        const Measurement second = angle({0, 0}, {5, 5}, {9, 0});
        m_list->add(first);
        m_list->add(second);
        m_list->replace(0, length({0, 0}, {20, 0}));
        m_list->remove(1);
        m_list->removeAll();
        QCOMPARE(m_list->all().size(), size_t(0));
        QCOMPARE(changed.count(), 5);
        QUndoStack& undo = m_list->undoStack();
        undo.undo();
        QCOMPARE(m_list->all(), (std::vector{length({0, 0}, {20, 0})}));
        undo.undo();
        undo.undo();
        QCOMPARE(m_list->all(), (std::vector{first, second}));
        undo.undo();
        undo.undo();
        QVERIFY(m_list->all().empty());
        QVERIFY(!undo.canUndo());
        undo.redo();
        QCOMPARE(m_list->all(), (std::vector{first}));
    }

    void nothingPointlessGoesOnTheUndoStack()
    {
        m_list->add({Measurement::Kind::Angle, {{0, 0}, {1, 1}}}); // not whole
        m_list->remove(0);
        m_list->removeAll();
        m_list->add(length({0, 0}, {10, 0}));
        m_list->replace(0, length({0, 0}, {10, 0}));
        m_list->replace(7, length({0, 0}, {10, 0}));
        QCOMPARE(m_list->undoStack().count(), 1);
        m_list->restore({length({1, 1}, {2, 2}), {Measurement::Kind::Length, {}}});
        QCOMPARE(m_list->all(), (std::vector{length({1, 1}, {2, 2})}));
        QVERIFY(!m_list->undoStack().canUndo());
    }

    void aDragMeasuresALength()
    {
        m_tool->setTool(Tool::Length);
        QVERIFY(m_tool->press({10, 10}, reach));
        m_tool->move({30, 20});
        QCOMPARE(m_tool->unfinished(), length({10, 10}, {30, 20}));
        m_tool->release({40, 20}, reach);
        QVERIFY(!m_tool->unfinished());
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {40, 20})}));
        QCOMPARE(m_tool->selected(), 0);
    }

    void twoClicksMeasureALengthToo()
    {
        m_tool->setTool(Tool::Length);
        click({10, 10});
        m_tool->move({30, 20});
        QCOMPARE(m_tool->unfinished(), length({10, 10}, {30, 20}));
        click({40, 20});
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {40, 20})}));
    }

    void threeClicksOrADragAndAClickMeasureAnAngle()
    {
        m_tool->setTool(Tool::Angle);
        click({10, 10});
        click({50, 50});
        m_tool->move({60, 60});
        QCOMPARE(m_tool->unfinished(), angle({10, 10}, {50, 50}, {60, 60}));
        click({90, 10});
        drag({110, 10}, {150, 50});
        click({190, 10});
        QCOMPARE(m_list->all(),
                 (std::vector{angle({10, 10}, {50, 50}, {90, 10}),
                              angle({110, 10}, {150, 50}, {190, 10})}));
    }

    void aDoubleClickDoesNotMeasureNothing()
    {
        m_tool->setTool(Tool::Length);
        click({10, 10});
        click({10, 10});
        QVERIFY(m_list->all().empty());
        QVERIFY(m_tool->unfinished());
    }

    void pointsStayWithinThePicture()
    {
        m_tool->setTool(Tool::Length);
        drag({-50, 10}, {500, 300});
        QCOMPARE(m_list->all(), (std::vector{length({0, 10}, {200, 100})}));
    }

    void handlesAreDraggedAsOneEdit()
    {
        m_list->add(length({10, 10}, {40, 20}));
        m_tool->press({42, 21}, reach);
        m_tool->move({60, 60});
        QCOMPARE(m_tool->shown(), (std::vector{length({10, 10}, {60, 60})}));
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {40, 20})}));
        m_tool->release({80, 70}, reach);
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {80, 70})}));
        QCOMPARE(m_list->undoStack().count(), 2);
        m_list->undoStack().undo();
        QCOMPARE(m_list->all(), (std::vector{length({10, 10}, {40, 20})}));
    }

    void theLineMovesTheWholeUpToTheEdge()
    {
        m_list->add(length({10, 10}, {50, 10}));
        QVERIFY(drag({30, 11}, {40, 31}));
        QCOMPARE(m_list->all(), (std::vector{length({20, 30}, {60, 30})}));
        QVERIFY(drag({40, 30}, {-400, 30}));
        QCOMPARE(m_list->all(), (std::vector{length({0, 30}, {40, 30})}));
    }

    void aClickOnlySelects()
    {
        m_list->add(length({10, 10}, {50, 10}));
        click({30, 10});
        QCOMPARE(m_tool->selected(), 0);
        QCOMPARE(m_list->undoStack().count(), 1);
        QVERIFY(!m_tool->press({100, 90}, reach));
        QCOMPARE(m_tool->selected(), -1);
    }

    void theSelectedOneIsDeleted()
    {
        m_list->add(length({10, 10}, {50, 10}));
        m_list->add(length({10, 60}, {50, 60}));
        QVERIFY(!m_tool->removeSelected());
        m_tool->selectNext();
        QCOMPARE(m_tool->selected(), 0);
        QVERIFY(m_tool->removeSelected());
        QCOMPARE(m_list->all(), (std::vector{length({10, 60}, {50, 60})}));
        QCOMPARE(m_tool->selected(), -1);
        m_tool->selectNext();
        m_tool->selectNext();
        QCOMPARE(m_tool->selected(), 0);
        m_list->undoStack().undo();
        m_list->undoStack().undo();
        m_list->undoStack().undo();
        QCOMPARE(m_tool->selected(), -1);
    }

    void escEndsOneThingAfterTheOther()
    {
        QSignalSpy tools(m_tool.get(), &MeasureTool::toolChanged);
        m_list->add(length({10, 10}, {50, 10}));
        m_tool->selectNext();
        m_tool->setTool(Tool::Angle);
        m_tool->setPoint({100, 50});
        QVERIFY(m_tool->cancel());
        QVERIFY(!m_tool->unfinished());
        QCOMPARE(m_tool->tool(), Tool::Angle);
        QVERIFY(m_tool->cancel());
        QCOMPARE(m_tool->tool(), Tool::Navigate);
        QCOMPARE(m_tool->selected(), 0);
        QVERIFY(m_tool->cancel());
        QCOMPARE(m_tool->selected(), -1);
        QVERIFY(!m_tool->cancel());
        QCOMPARE(tools.count(), 2);
    }

    void withoutAListNothingIsMeasured()
    {
        m_tool->setTool(Tool::Length);
        m_list.reset();
        QVERIFY(!drag({10, 10}, {90, 90}));
        QVERIFY(m_tool->shown().empty());
        m_tool->selectNext();
        QVERIFY(!m_tool->removeSelected());
    }

    void anUndoWhileDraggingLetsGo()
    {
        m_list->add(length({10, 10}, {50, 10}));
        m_tool->press({10, 10}, reach);
        m_tool->move({20, 20});
        m_list->undoStack().undo();
        m_tool->release({30, 30}, reach);
        QVERIFY(m_list->all().empty());
        QVERIFY(m_tool->shown().empty());
    }
};

QTEST_GUILESS_MAIN(TestMeasurement)
#include "test_measurement.moc"
