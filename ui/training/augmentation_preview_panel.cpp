// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/training/internal/augmentation_preview_panel.h"

#include "core/base/random.h"
#include "ui/widgets/picture_label.h"
#include "ui/widgets/push_button.h"
#include "ui/widgets/text_label.h"
#include "ui/widgets/theme.h"

#include <QFileInfo>
#include <QGridLayout>
#include <QVBoxLayout>

namespace ccad {

namespace {

QImage imageOf(const GrayImage8& grey)
{
    // A deep copy: QImage would otherwise share bytes that go away.
    return QImage(grey.pixels.data(), grey.width, grey.height, grey.width,
                  QImage::Format_Grayscale8)
        .copy();
}

} // namespace

AugmentationPreviewPanel::AugmentationPreviewPanel(QWidget* parent)
    : QWidget(parent), m_text(makeTextLabel({}, "muted", this)),
      m_button(makeButton(tr("A&nother"), "reset", this)), m_grid(new QGridLayout)
{
    setAccessibleName(tr("Preview of the augmentation"));
    m_button->setToolTip(tr("Shows other random changes of the same images"));
    connect(m_button, &QPushButton::clicked, this, [this] {
        ++m_another;
        start();
    });
    auto* header = new QHBoxLayout;
    header->addWidget(makeTextLabel(tr("How the network will see your images"), "heading", this),
                      1);
    header->addWidget(m_button);
    m_grid->setSpacing(spacing::medium);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::medium);
    layout->addLayout(header);
    layout->addWidget(m_text);
    layout->addLayout(m_grid);
    layout->addStretch(1);
}

void AugmentationPreviewPanel::setRequest(const AugmentationPreviewRequest& request)
{
    m_request = request;
    m_isOutdated = true;
    if (isVisible())
        start();
}

void AugmentationPreviewPanel::showEvent(QShowEvent*)
{
    if (m_isOutdated)
        start();
}

void AugmentationPreviewPanel::start()
{
    m_isOutdated = false;
    AugmentationPreviewRequest request = m_request;
    request.seed = derivedSeed(request.seed, m_another);
    if (request.files.isEmpty())
        return;
    m_button->setEnabled(false);
    m_job.start(
        [request](const CancelToken& cancel) { return previewAugmentation(request, cancel); },
        [this](const Result<std::vector<AugmentationPreview>>& previews) {
            m_button->setEnabled(true);
            if (previews)
                showPictures(*previews);
            else
                setPlainText(m_text, previews.error().message);
        });
}

void AugmentationPreviewPanel::showPictures(const std::vector<AugmentationPreview>& previews)
{
    while (QLayoutItem* item = m_grid->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    m_pictures.clear();
    const bool changes = m_request.augmentation.isRandom();
    setPlainText(m_text,
                 changes ? tr("Left: the image as it is. Beside it: random changes. Images "
                              "for validation and test are never changed.")
                         : tr("Images are given to the network as they are."));
    for (size_t row = 0; row < previews.size(); ++row) {
        const QString name = QFileInfo(previews[row].file).fileName();
        const auto add = [&](const GrayImage8& grey, const QString& caption, int column) {
            m_pictures.push_back(imageOf(grey));
            m_grid->addWidget(new PictureLabel(m_pictures.back(), caption, this), int(row), column);
        };
        add(previews[row].plain, name, 0);
        if (!changes)
            continue;
        int column = 1;
        for (const GrayImage8& changed : previews[row].changed) {
            add(changed, tr("changed %1").arg(column), column);
            ++column;
        }
    }
    Q_EMIT shown();
}

} // namespace ccad
