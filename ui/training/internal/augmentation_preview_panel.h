// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/augmentation/augmentation_preview.h"
#include "ui/jobs/newest_wins.h"

#include <QImage>
#include <QWidget>

#include <vector>

class QGridLayout;
class QLabel;
class QPushButton;

namespace ccad {

/// Images of the data set beside random changes of them, as a training would be given them.
class AugmentationPreviewPanel final : public QWidget
{
    Q_OBJECT
public:
    explicit AugmentationPreviewPanel(QWidget* parent = nullptr);

    /// Makes the preview in the background; for a hidden panel, when it is shown.
    void setRequest(const AugmentationPreviewRequest& request);
    /// The pictures shown at the moment, file by file, each file's plain picture first.
    [[nodiscard]] const std::vector<QImage>& pictures() const { return m_pictures; }

Q_SIGNALS:
    void shown(); ///< new pictures

protected:
    void showEvent(QShowEvent* event) override;

private:
    void start();
    void showPictures(const std::vector<AugmentationPreview>& previews);

    AugmentationPreviewRequest m_request;
    bool m_isOutdated = false;
    quint64 m_another = 0; ///< how often another look was asked for
    std::vector<QImage> m_pictures;
    QLabel* m_text;
    QPushButton* m_button;
    QGridLayout* m_grid;
    NewestWins m_job;
};

} // namespace ccad
