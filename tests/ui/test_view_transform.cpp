// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/viewer/view_transform.h"

#include <QtTest>

using namespace Qt::StringLiterals;

using namespace ccad;

class TestViewTransform final : public QObject
{
    Q_OBJECT

    static ViewTransform wide()
    {
        ViewTransform view;
        view.setViewSize({400, 400});
        view.setImageSize({200, 100});
        return view;
    }
    static void compare(QPointF actual, QPointF expected)
    {
        QVERIFY2(QLineF(actual, expected).length() < 1e-6,
                 qPrintable(u"%1, %2 instead of %3, %4"_s.arg(actual.x())
                                .arg(actual.y())
                                .arg(expected.x())
                                .arg(expected.y())));
    }

private Q_SLOTS:
    void fitsAndCentres()
    {
        const ViewTransform view = wide();
        QCOMPARE(view.scale(), 2.0);
        QCOMPARE(view.imageRect(), QRectF(0, 100, 400, 200));
        QVERIFY(view.isFitted());
    }

    void staysFittedWhenTheViewGrows()
    {
        ViewTransform view = wide();
        view.setViewSize({800, 800});
        QCOMPARE(view.imageRect(), QRectF(0, 200, 800, 400));
    }

    void keepsTheZoomWhenTheViewGrows()
    {
        ViewTransform view = wide();
        view.setScale(3, view.viewCentre());
        view.setViewSize({800, 800});
        QCOMPARE(view.scale(), 3.0);
        compare(view.imageRect().center(), {400, 400});
    }

    void zoomKeepsThePointUnderThePointer()
    {
        ViewTransform view = wide();
        const QPointF pointer(123, 234);
        const QPointF before = view.toImage(pointer);
        view.zoomBy(1.7, pointer);
        compare(view.toImage(pointer), before);
        QCOMPARE(view.scale(), 3.4);
        QVERIFY(!view.isFitted());
    }

    void zoomIsBounded()
    {
        ViewTransform view = wide();
        view.zoomBy(1e9, {0, 0});
        QCOMPARE(view.scale(), ViewTransform::maximumScale);
        view.zoomBy(1e-9, {0, 0});
        QVERIFY(view.scale() > 0.2);
        QVERIFY(view.scale() < 1);
    }

    void panningNeverLosesThePicture()
    {
        ViewTransform view = wide();
        view.panBy({1e6, -1e6});
        const QRectF seen = view.imageRect() & QRectF(0, 0, 400, 400);
        QVERIFY(seen.width() > 40);
        QVERIFY(seen.height() > 40);
    }

    void rotateRightTakesTheTopToTheRight()
    {
        ViewTransform view = wide();
        view.rotateRight();
        QCOMPARE(view.imageRect(), QRectF(100, 0, 200, 400));
        compare(view.imageToView().map(QPointF(0, 0)), {300, 0});
        compare(view.imageToView().map(QPointF(200, 0)), {300, 400});
        QVERIFY(view.isTurned());
        QVERIFY(!view.isMirrored());
    }

    void fourTurnsAndTwoFlipsAreNothing()
    {
        ViewTransform view = wide();
        const QTransform before = view.imageToView();
        for (int i = 0; i < 4; ++i)
            view.rotateRight();
        QCOMPARE(view.imageToView(), before);
        view.rotateLeft();
        view.rotateRight();
        view.flipHorizontally();
        view.flipHorizontally();
        QCOMPARE(view.imageToView(), before);
    }

    void flipMirrorsTheViewWhateverTheTurn()
    {
        ViewTransform view = wide();
        view.rotateRight();
        const QPointF before = view.imageToView().map(QPointF(10, 20));
        view.flipHorizontally();
        compare(view.imageToView().map(QPointF(10, 20)), {400 - before.x(), before.y()});
        QVERIFY(view.isMirrored());
        view.flipVertically();
        QVERIFY(!view.isMirrored());
    }

    void turningKeepsWhatIsInTheMiddle()
    {
        ViewTransform view = wide();
        view.setScale(8, {100, 220});
        const QPointF middle = view.toImage(view.viewCentre());
        view.rotateLeft();
        compare(view.toImage(view.viewCentre()), middle);
    }

    void aNewPictureStartsUprightAndFitted()
    {
        ViewTransform view = wide();
        view.flipVertically();
        view.zoomBy(4, {0, 0});
        view.setImageSize({100, 200});
        QVERIFY(view.isFitted());
        QVERIFY(!view.isMirrored());
        QCOMPARE(view.imageRect(), QRectF(100, 0, 200, 400));
    }
};

QTEST_GUILESS_MAIN(TestViewTransform)
#include "test_view_transform.moc"
