// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/loaded_libraries.h"
#include "tests/support/patience.h"
#include "tests/ui/window_fixture.h"

using namespace Qt::StringLiterals;

using namespace ccad;

/// The window shows findings without Torch; a saliency method with a backward pass loads it.
class TestTorchOnDemand final : public QObject, private test::WindowFixture
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        writeModelOfThreeClasses();
        openWindow();
    }
    void cleanupTestCase() { closeWindow(); }

    void aFindingNeedsNoTorch()
    {
        verifyUsable();
        QVERIFY(review().reportContent().finding);
        const QByteArray mapped = test::mappedFiles();
        QVERIFY(mapped.contains("libQt6Widgets"));
        for (const char* heavy : {"libtorch", "libccad_torch", "libc10", "libQt5", "libgdal"})
            QVERIFY2(!mapped.contains(heavy), heavy);
    }

    void aBackwardPassDoes()
    {
        m_settings->setValue(Setting::SaliencyMethod, u"grad-cam"_s);
        QTRY_VERIFY(test::mappedFiles().contains("libtorch_cpu"));
        QTRY_VERIFY(review().reportContent().overlayTitle.startsWith(u"Grad-CAM"_s));
        QVERIFY(!complains());
    }
};

QTEST_MAIN(TestTorchOnDemand)
#include "test_torch_on_demand.moc"
