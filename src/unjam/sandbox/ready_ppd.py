# SPDX-FileCopyrightText: 2026 The Unjam authors
# SPDX-License-Identifier: Apache-2.0
# ruff: noqa: E501  (the lines of a PPD are as long as they are)

"""The PPD that cupsd 2.4 makes (`-m everywhere`) for a virtual printer, ready-made.

Without the lines that name one printer's port, and without presets of other systems. It spares
every queue a conversation of cupsd with its printer.
"""

from typing import Final

READY_PPD: Final = b"""\
*PPD-Adobe: "4.3"
*FormatVersion: "4.3"
*FileVersion: "2.4"
*LanguageVersion: English
*LanguageEncoding: ISOLatin1
*PSVersion: "(3010.000) 0"
*LanguageLevel: "3"
*FileSystem: False
*PCFileName: "ippeve.ppd"
*Manufacturer: "Example"
*ModelName: "Printer"
*Product: "(Printer)"
*NickName: "Printer - IPP Everywhere"
*ShortNickName: "Printer - IPP Everywhere"
*ColorDevice: False
*cupsVersion: 2.4
*cupsSNMPSupplies: False
*cupsLanguages: "C"
*cupsFilter2: "image/jpeg image/jpeg 0 -"
*cupsFilter2: "application/vnd.cups-pdf application/pdf 10 -"
*cupsFilter2: "image/urf image/urf 100 -"
*OpenUI *PageSize: PickOne
*OrderDependency: 10 AnySetup *PageSize
*DefaultPageSize: Letter
*PageSize A4: "<</PageSize[595.275590551181 841.889763779528]>>setpagedevice"
*PageSize Env10: "<</PageSize[296.985826771654 684]>>setpagedevice"
*PageSize EnvDL: "<</PageSize[311.811023622047 623.622047244094]>>setpagedevice"
*PageSize Legal: "<</PageSize[612 1008]>>setpagedevice"
*PageSize Letter: "<</PageSize[612 792]>>setpagedevice"
*CloseUI: *PageSize
*OpenUI *PageRegion: PickOne
*OrderDependency: 10 AnySetup *PageRegion
*DefaultPageRegion: Letter
*PageRegion A4: "<</PageSize[595.275590551181 841.889763779528]>>setpagedevice"
*PageRegion Env10: "<</PageSize[296.985826771654 684]>>setpagedevice"
*PageRegion EnvDL: "<</PageSize[311.811023622047 623.622047244094]>>setpagedevice"
*PageRegion Legal: "<</PageSize[612 1008]>>setpagedevice"
*PageRegion Letter: "<</PageSize[612 792]>>setpagedevice"
*CloseUI: *PageRegion
*DefaultImageableArea: Letter
*DefaultPaperDimension: Letter
*ImageableArea A4: "9.637795275591 18 585.637795275591 823.889763779528"
*PaperDimension A4: "595.275590551181 841.889763779528"
*ImageableArea Env10: "18 18 278.985826771654 666"
*PaperDimension Env10: "296.985826771654 684"
*ImageableArea EnvDL: "18 18 293.811023622047 605.622047244094"
*PaperDimension EnvDL: "311.811023622047 623.622047244094"
*ImageableArea Legal: "18 18 594 990"
*PaperDimension Legal: "612 1008"
*ImageableArea Letter: "18 18 594 774"
*PaperDimension Letter: "612 792"
*OpenUI *InputSlot: PickOne
*OrderDependency: 10 AnySetup *InputSlot
*DefaultInputSlot: Main
*InputSlot Auto: "<</MediaPosition 0>>setpagedevice"
*InputSlot Main: "<</MediaPosition 1>>setpagedevice"
*InputSlot Manual: "<</MediaPosition 4>>setpagedevice"
*InputSlot ByPassTray: "<</MediaPosition 19>>setpagedevice"
*CloseUI: *InputSlot
*OpenUI *MediaType: PickOne
*OrderDependency: 10 AnySetup *MediaType
*DefaultMediaType: Stationery
*MediaType Auto: "<</MediaType(Auto)>>setpagedevice"
*MediaType Cardstock: "<</MediaType(Cardstock)>>setpagedevice"
*MediaType Envelope: "<</MediaType(Envelope)>>setpagedevice"
*MediaType Labels: "<</MediaType(Labels)>>setpagedevice"
*MediaType Other: "<</MediaType(Other)>>setpagedevice"
*MediaType Stationery: "<</MediaType(Stationery)>>setpagedevice"
*MediaType StationeryLetterhead: "<</MediaType(StationeryLetterhead)>>setpagedevice"
*MediaType Transparency: "<</MediaType(Transparency)>>setpagedevice"
*CloseUI: *MediaType
*DefaultResolution: 600dpi
*OpenUI *cupsPrintQuality: PickOne
*OrderDependency: 10 AnySetup *cupsPrintQuality
*C.Translation cupsPrintQuality/Print Quality: ""
*DefaultcupsPrintQuality: Normal
*cupsPrintQuality Draft: "<</HWResolution[600 300]>>setpagedevice"
*C.cupsPrintQuality Draft/Draft: ""
*cupsPrintQuality Normal: "<</HWResolution[600 600]>>setpagedevice"
*C.cupsPrintQuality Normal/Normal: ""
*cupsPrintQuality High: "<</HWResolution[600 600]>>setpagedevice"
*C.cupsPrintQuality High/High: ""
*CloseUI: *cupsPrintQuality
*% ColorModel from urf-supported
*OpenUI *ColorModel: PickOne
*OrderDependency: 10 AnySetup *ColorModel
*C.Translation ColorModel/Color Mode: ""
*ColorModel Gray: "<</cupsColorSpace 18/cupsBitsPerColor 8/cupsColorOrder 0/cupsCompression 0>>setpagedevice"
*C.ColorModel Gray/Grayscale: ""
*DefaultColorModel: Gray
*CloseUI: *ColorModel
*OpenUI *OutputBin: PickOne
*OrderDependency: 10 AnySetup *OutputBin
*DefaultOutputBin: FaceDown
*DefaultOutputOrder: Normal
*OutputBin FaceDown: ""
*PageStackOrder FaceDown: Normal
*CloseUI: *OutputBin
*OpenUI *cupsFinishingTemplate: PickOne
*OrderDependency: 10 AnySetup *cupsFinishingTemplate
*C.Translation cupsFinishingTemplate/Finishing Preset: ""
*DefaultcupsFinishingTemplate: none
*cupsFinishingTemplate none: ""
*C.cupsFinishingTemplate none/None: ""
*CloseUI: *cupsFinishingTemplate
"""
